import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";

let reserved = false;

/** Keeps standard output for the JSON of a result: everything else goes to standard error from here on. */
export function reserveStandardOutput(): void {
  reserved = true;
}

/** Returns whether programs and sentences may write to standard output. */
export function isStandardOutputFree(): boolean {
  return !reserved;
}

/** Reports what the command does, in a sentence. */
export function say(sentence: string): void {
  (reserved ? process.stderr : process.stdout).write(`${sentence}\n`);
}

/** Writes a page that is generated. @param path from the repository */
export function writePage(path: string, content: string): void {
  writeFileSync(join(repositoryFolder, path), content);
  say(`Written: ${path}`);
}

/**
 * Writes to a place that a person named.
 * @throws UserError when that cannot be
 */
export function writeTo(place: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new UserError(`Got "${place}", which cannot be written (${code}); wanted a place that can.`, {
      cause: error,
    });
  }
}
