import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { EngineError } from "./engine-error";
import { commandLineOf } from "./process-table";

const pid = z.int().min(2);

/** Format of a file that exists beside the data while an engine uses the data. The owner started the engine. */
const engineRecord = z.object({ enginePid: pid, ownerPid: pid, ownerCommandLine: z.string() });

type EngineRecord = z.infer<typeof engineRecord>;

/** Time for an old engine to stop before it is killed. */
const graceMilliseconds = 3000;

/** Records the engine that uses the data. */
export function recordEngine(dataDirectory: string, enginePid: number): void {
  const record: EngineRecord = {
    enginePid,
    ownerPid: process.pid,
    ownerCommandLine: commandLineOf(process.pid) ?? "",
  };
  writeFileSync(recordPath(dataDirectory), JSON.stringify(record));
}

/** Removes the record. */
export function forgetEngine(dataDirectory: string): void {
  rmSync(recordPath(dataDirectory), { force: true });
}

/**
 * Stops an engine that still uses the data although the engine's owner has ended.
 *
 * @param databaseFile Must occur in the engine's command line, because process ids are reused.
 * @throws EngineError when a running process uses the data
 */
export async function removeLeftoverEngine(dataDirectory: string, databaseFile: string): Promise<void> {
  const record = readRecord(dataDirectory);
  if (record === undefined) {
    return;
  }
  const isRunning = () => commandLineOf(record.enginePid)?.includes(databaseFile) === true;
  if (isRunning() && commandLineOf(record.ownerPid) === record.ownerCommandLine) {
    throw new EngineError(
      `The data in ${dataDirectory} is in use by another run (process ${record.ownerPid}). Stop that run, or choose another directory.`,
    );
  }
  await end(record.enginePid, isRunning);
  forgetEngine(dataDirectory);
}

function recordPath(dataDirectory: string): string {
  return join(dataDirectory, "engine.json");
}

function readRecord(dataDirectory: string): EngineRecord | undefined {
  try {
    return engineRecord.safeParse(JSON.parse(readFileSync(recordPath(dataDirectory), "utf8"))).data;
  } catch {
    return undefined;
  }
}

async function end(pid: number, isRunning: () => boolean): Promise<void> {
  if (isRunning()) {
    process.kill(pid, "SIGTERM");
  }
  for (const until = Date.now() + graceMilliseconds; isRunning() && Date.now() < until; ) {
    await sleep(20);
  }
  if (isRunning()) {
    process.kill(pid, "SIGKILL");
  }
}
