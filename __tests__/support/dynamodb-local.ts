import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../local/data/free-port";
import { startKeptProcess } from "../../local/data/kept-process";

/** A database to test against. */
export interface Database {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** How to start Amazon's DynamoDB Local, or why it cannot be had here. */
export type DynamodbLocal = { readonly start: () => Promise<Database> } | { readonly leftOutBecause: string };

/** Long for a machine under load; it takes two seconds on an idle one. */
const startMilliseconds = 20_000;

/**
 * Looks for Amazon's DynamoDB Local: one that runs (`DYNAMODB_LOCAL_ENDPOINT`), or the jars that
 * `scripts/fetch-dynamodb-local.sh` has downloaded, and a Java for them.
 */
export function findDynamodbLocal(): DynamodbLocal {
  const endpoint = process.env.DYNAMODB_LOCAL_ENDPOINT;
  if (endpoint) return { start: async () => ({ endpoint, close: async () => undefined }) };
  const jars = join(__dirname, "../../.kite/dynamodb-local-jar");
  if (!existsSync(jars) || !readdirSync(jars).some((name) => /^DynamoDBLocal-.*\.jar$/.test(name))) {
    return { leftOutBecause: "run scripts/fetch-dynamodb-local.sh, or set DYNAMODB_LOCAL_ENDPOINT" };
  }
  if (spawnSync("java", ["-version"]).status !== 0) return { leftOutBecause: "there is no java here" };
  return { start: () => startJava(jars) };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html */
async function startJava(jars: string): Promise<Database> {
  const port = await freePort();
  const java = await startKeptProcess("java", [
    "-Xmx256m",
    `-Djava.library.path=${jars}`,
    "-cp",
    join(jars, "*"),
    "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
    "-inMemory",
    "-disableTelemetry",
    "-port",
    String(port),
  ]);
  const said: string[] = [];
  java.onLine((line) => said.push(line));
  const endpoint = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + startMilliseconds; !(await answers(endpoint)); await sleep(50)) {
    if (Date.now() < end) continue;
    await java.close();
    throw new Error(`DynamoDB Local did not start: ${said.join(" ")}`);
  }
  return { endpoint, close: () => java.close() };
}

/** Any status will do: it refuses a request that is not signed. */
async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}
