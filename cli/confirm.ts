import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { UserError } from "../constructs/user-error";

/** Streams on which a question is asked and answered. */
export interface Dialog {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
}

/** The streams of this process. */
const terminal: Dialog = { input: process.stdin, output: process.stdout };

/** Returns whether both streams are a terminal, so that a person can answer. */
export function isInteractive({ input, output }: Dialog = terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

/** Asks a question. Any answer but "yes" means no. */
export async function ask(question: string, dialog: Dialog = terminal): Promise<boolean> {
  const lines = createInterface(dialog);
  try {
    return (await lines.question(`${question} Type "yes" to continue: `)).trim().toLowerCase() === "yes";
  } finally {
    lines.close();
  }
}

/**
 * Asks the user at the terminal to confirm a change, unless `--yes` was given. Without a terminal, it fails
 * immediately.
 * @param what A sentence that describes the change.
 * @throws UserError if the change is not confirmed
 */
export async function confirm(what: string, yes: boolean, dialog: Dialog = terminal): Promise<void> {
  if (yes) {
    return;
  }
  if (!isInteractive(dialog)) {
    throw new UserError(`Nothing changed. ${what} Add --yes to continue.`);
  }
  if (!(await ask(what, dialog))) {
    throw new UserError("Nothing changed.");
  }
}
