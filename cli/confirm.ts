import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { UserError } from "../constructs/user-error";

/** Where a question is asked. */
export interface Dialog {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
}

/** The streams of this process. */
const terminal: Dialog = { input: process.stdin, output: process.stdout };

/** Whether there is a person to ask. */
export function isInteractive({ input, output }: Dialog = terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

/** Asks a question; everything but "yes" means no. */
export async function ask(question: string, dialog: Dialog = terminal): Promise<boolean> {
  const lines = createInterface(dialog);
  try {
    return (await lines.question(`${question} Type "yes" to continue: `)).trim().toLowerCase() === "yes";
  } finally {
    lines.close();
  }
}

/**
 * Lets something happen that was confirmed by `--yes`, or by the person at the terminal. Without a terminal it never
 * waits.
 * @param what is about to happen, a sentence
 * @throws UserError when it was not confirmed
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
