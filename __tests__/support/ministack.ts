import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, startKeptProcess } from "@kite-chat/stack-server";

/** A database to test against. */
export interface Database {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A function that starts MiniStack, or the reason why it cannot run here. */
export type Ministack = { readonly start: () => Promise<Database> } | { readonly leftOutBecause: string };

/** Folder in which `cli/fetch-ministack.sh` installs MiniStack. */
const folder = join(__dirname, "../../.kite/ministack");

/** The deadline is long, because the machine may be busy. On an idle machine, the start takes two seconds. */
const startMilliseconds = 60_000;

/** Looks for MiniStack, an open-source implementation of DynamoDB and other services: https://github.com/ministackorg/ministack */
export function findMinistack(): Ministack {
  return existsSync(join(folder, "version"))
    ? { start: startMinistack }
    : { leftOutBecause: "run cli/fetch-ministack.sh" };
}

/**
 * Starts MiniStack, which listens only on this machine. A new process has no tables, because the state is in memory.
 */
async function startMinistack(): Promise<Database> {
  const port = await freePort();
  const variables = ["BIND_HOST=127.0.0.1", `GATEWAY_PORT=${port}`];
  const python = await startKeptProcess("env", [...variables, join(folder, "bin/ministack")]);
  const said: string[] = [];
  python.onLine((line) => said.push(line));
  const endpoint = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + startMilliseconds; !(await isReady(endpoint)); await sleep(50)) {
    if (Date.now() < end) {
      continue;
    }
    await python.close();
    throw new Error(`MiniStack did not start: ${said.join(" ")}`);
  }
  return { endpoint, close: () => python.close() };
}

async function isReady(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
