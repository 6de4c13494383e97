import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLineOf } from "@kite-chat/stack-server";
import { UserError } from "../../constructs/user-error";

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly commandLine: string;
}

const lockFile = "run.lock";

/**
 * Takes the lock of a folder, so that one run at a time uses it. A lock whose process is gone is taken over.
 *
 * @returns releases the lock
 * @throws UserError when another run holds it
 */
export function takeRunLock(folder: string): () => void {
  const file = join(folder, lockFile);
  const own = JSON.stringify({ pid: process.pid, commandLine: commandLineOf(process.pid) ?? "" });
  // The file appears with all its text at once: nobody reads half a lock.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    while (!tryLink(draft, file)) {
      setAsideStale(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readText(file) === own) {
      rmSync(file, { force: true });
    }
  };
}

/** @returns false when the target is there already */
function tryLink(existing: string, target: string): boolean {
  try {
    linkSync(existing, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

/** @throws UserError when the lock is not stale */
function setAsideStale(file: string): void {
  const text = readText(file);
  if (text === undefined) {
    // Its holder has just released it.
    return;
  }
  refuseLive(text, file);
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Another run may have taken the stale lock over between the look and the renaming.
  const taken = readText(aside);
  if (taken !== undefined && taken !== text) {
    tryLink(aside, file);
  }
  rmSync(aside, { force: true });
}

function refuseLive(text: string, file: string): void {
  const holder = parseHolder(text);
  // A process id is used again: in a container, by each start of the same program.
  const isLive =
    holder !== undefined && holder.pid !== process.pid && commandLineOf(holder.pid) === holder.commandLine;
  if (isLive) {
    throw new UserError(
      `Another run uses this folder (process ${holder.pid}; ${file}). Stop that run, or choose another folder with --data.`,
    );
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, commandLine } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === "number" && typeof commandLine === "string" ? { pid, commandLine } : undefined;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
