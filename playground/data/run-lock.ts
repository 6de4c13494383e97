import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLineOf } from "@kite-chat/stack-server";
import { UserError } from "../../constructs/user-error";

/** The process that holds a lock. */
interface Holder {
  readonly pid: number;
  readonly commandLine: string;
}

const lockFile = "run.lock";

/**
 * Locks a folder, so that only one run uses it. Replaces the lock of a process that has ended.
 *
 * @returns a function that releases the lock
 * @throws UserError when another run holds the lock
 */
export function takeRunLock(folder: string): () => void {
  const file = join(folder, lockFile);
  const own = JSON.stringify({ pid: process.pid, commandLine: commandLineOf(process.pid) ?? "" });
  // Linking a finished file makes the lock appear with its whole text, so no process reads half of it.
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

/** @returns false if the target exists */
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
    // The holder has just released the lock.
    return;
  }
  refuseLive(text, file);
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Another run may have replaced the stale lock after it was read and before it was renamed.
  const taken = readText(aside);
  if (taken !== undefined && taken !== text) {
    tryLink(aside, file);
  }
  rmSync(aside, { force: true });
}

function refuseLive(text: string, file: string): void {
  const holder = parseHolder(text);
  // Process ids are reused. In a container, each start of a program may get the same id.
  const isLive =
    holder !== undefined && holder.pid !== process.pid && commandLineOf(holder.pid) === holder.commandLine;
  if (isLive) {
    throw new UserError(
      `Another run uses this folder (process ${holder.pid}, lock ${file}). Stop that run, or choose another folder with --data.`,
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
