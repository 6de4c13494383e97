/** A promise that was not kept: what was done, what it should have given, and what it gave. */
export class ContractError extends Error {
  override readonly name = "ContractError";

  constructor(done: string, expected: string, got: unknown) {
    super(`${done}: expected ${expected}, got ${shown(got)}`);
  }
}

/** Longer things are cut: an error is one line. */
const LONGEST_SHOWN = 200;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
