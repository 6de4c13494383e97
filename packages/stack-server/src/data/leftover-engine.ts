import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { EngineError } from "./engine-error";
import { commandLineOf } from "./process-table";

const pid = z.int().min(2);

/** Written beside the data while an engine runs on it. The owner is who started it. */
const engineRecord = z.object({ enginePid: pid, ownerPid: pid, ownerCommandLine: z.string() });

type EngineRecord = z.infer<typeof engineRecord>;

/** How long an old engine may take to end before it is killed. */
const graceMilliseconds = 3000;

/** Leaves word which engine runs on the data. */
export function recordEngine(dataDirectory: string, enginePid: number): void {
  const record: EngineRecord = {
    enginePid,
    ownerPid: process.pid,
    ownerCommandLine: commandLineOf(process.pid) ?? "",
  };
  writeFileSync(recordPath(dataDirectory), JSON.stringify(record));
}

/** Takes the word back. */
export function forgetEngine(dataDirectory: string): void {
  rmSync(recordPath(dataDirectory), { force: true });
}

/**
 * Ends an engine that still runs on the data though its run is over.
 *
 * @param databaseFile Must stand in its command line: process ids are used again.
 * @throws EngineError when another run, which is not over, uses the data
 */
export async function removeLeftoverEngine(dataDirectory: string, databaseFile: string): Promise<void> {
  const record = readRecord(dataDirectory);
  if (record === undefined) {
    return;
  }
  const isRunning = () => commandLineOf(record.enginePid)?.includes(databaseFile) === true;
  if (isRunning() && commandLineOf(record.ownerPid) === record.ownerCommandLine) {
    throw new EngineError(
      `The data in ${dataDirectory} is in use by another run (process ${record.ownerPid}). Stop it, or choose another directory.`,
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
