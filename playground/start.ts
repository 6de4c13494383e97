import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatLogEntry, formatLogJson, isAtLeast, type Log, type LogEntry } from "../local/log";
import { runProgram } from "../settings/run-program";
import { REPOSITORY, readSettings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { HELP, type PlaygroundArguments, readArguments } from "./arguments";
import { SOURCE as RELOAD } from "./live/live-stack";
import { describePlayground, describeReady, READY } from "./screen";
import { startPlayground } from "./start-playground";

// The newest SDK that knows Node 20 is pinned: that it will be the last is no news for who tries this out.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

runProgram(async () => {
  // 1. What is wanted.
  const wanted = readArguments(process.argv.slice(2));
  if (wanted.help) {
    process.stdout.write(HELP);
    return;
  }
  const { localRun } = readSettings();

  // 2. Where the plan and the data are.
  const folder = resolve(wanted.data ?? join(REPOSITORY, ".kite"));
  const dataDirectory = join(folder, "data");
  if (wanted.fresh) {
    refuseForeignData(localRun.dynamodbEndpoint);
    rmSync(dataDirectory, { recursive: true, force: true });
  }

  // 3. Everything that runs.
  const stopped = waitForStop();
  const log = chooseLog(wanted);
  const playground = await startPlayground({
    ...localRun,
    port: wanted.port ?? localRun.port,
    stage: wanted.stage,
    takeOver: wanted.takeOver,
    planDirectory: join(folder, "plan"),
    dataDirectory,
    watch: true,
    log,
  });

  // 4. The screen, until Ctrl-C; then all of it backwards.
  if (wanted.json) {
    log(describeReady(playground));
  } else {
    process.stdout.write(describePlayground(playground));
  }
  await stopped;
  await playground.close();
});

/** @throws UserError when the data that would have to go is not ours to delete */
function refuseForeignData(dynamodbEndpoint: string | undefined): void {
  if (dynamodbEndpoint !== undefined) {
    throw new UserError(
      `--fresh empties the embedded database, but DYNAMODB_ENDPOINT is ${dynamodbEndpoint}: empty that by npm run destroy-local and npm run deploy-local, or leave DYNAMODB_ENDPOINT out.`,
    );
  }
}

/** A line an entry: for people beside the screen, for machines in its place. */
function chooseLog({ json, verbose }: PlaygroundArguments): Log {
  return (entry) => {
    if (verbose || isNews(entry)) {
      json
        ? process.stdout.write(`${formatLogJson(entry, Date.now())}\n`)
        : process.stderr.write(`${timeOfDay()}  ${formatLogEntry(entry)}\n`);
    }
  };
}

/** On the clock of the person who reads it. */
function timeOfDay(): string {
  return new Date().toTimeString().slice(0, "00:00:00".length);
}

/** What passes, what is served anew, and what is wrong: not what functions log while all is well. */
function isNews(entry: LogEntry): boolean {
  const isOurs = entry.passage !== undefined || [RELOAD, READY].includes(entry.source);
  return isAtLeast(entry, isOurs ? "info" : "warn");
}

/** Settles at the first Ctrl-C or SIGTERM; a later one, when stopping takes too long, ends the process at once. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        firstAt ??= performance.now();
        // A shell and npm may both pass one Ctrl-C on.
        if (performance.now() - firstAt > 1000) {
          process.exit(1);
        }
        resolve();
      });
    }
  });
}
