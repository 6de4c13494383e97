/** Reports a broken promise of the chat: the action, the expected result, and the actual one. */
export class ContractError extends Error {
  override readonly name = "ContractError";

  constructor(done: string, expected: string, got: unknown) {
    // Keeps the message on one line.
    super(`${done}: expected ${expected}, got ${shorten(textOf(got), 200)}`);
  }
}

/** Checks a promise. @throws ContractError if the chat did not keep it */
export function requireKept(isKept: boolean, done: string, expected: string, got: unknown): void {
  if (!isKept) {
    throw new ContractError(done, expected, got);
  }
}

/** Cuts a text to a number of characters. */
export function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
