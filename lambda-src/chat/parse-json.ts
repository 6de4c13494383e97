/** Returns what a text holds as JSON; `undefined`, which is no value of JSON, for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
