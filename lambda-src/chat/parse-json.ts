/** Parses JSON. Returns `undefined`, which is not a JSON value, for invalid text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
