import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";

let reserved = false;

/** Reserves standard output for the JSON of a result. From then on, all other output goes to standard error. */
export function reserveStandardOutput(): void {
  reserved = true;
}

/** Returns whether programs and messages may write to standard output. */
export function isStandardOutputFree(): boolean {
  return !reserved;
}

/** Prints a message about the progress of a command. */
export function say(sentence: string): void {
  (reserved ? process.stderr : process.stdout).write(`${sentence}\n`);
}

/** Returns a text from outside as one line without control characters, which could change what the terminal shows. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").trimEnd();
}

/** Writes a generated page. @param path Path in the repository. */
export function writePage(path: string, content: string): void {
  writeFileSync(join(repositoryFolder, path), content);
  say(`Written: ${path}`);
}

/**
 * Writes to a path from the command line.
 * @throws UserError if the path cannot be written
 */
export function writeTo(place: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new UserError(
      `"${place}" cannot be written (${code}). Name a file or folder that can be written.`,
      {
        cause: error,
      },
    );
  }
}
