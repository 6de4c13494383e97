import { join } from "node:path";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";
import { readVariables, variableWarnings } from "../settings/settings";
import type { PlaygroundArguments } from "./arguments";
import { takeDataFolder } from "./data/data-folder";
import { noPaint, paintFor } from "./output/paint";
import { createRunLog } from "./output/run-log";
import { describeEnd, describePlayground, describeReady } from "./screen";
import { startPlayground } from "./start-playground";

/**
 * Runs the playground until Ctrl-C or SIGTERM.
 *
 * @throws UserError for what the person who started it can mend; nothing is left running then.
 */
export async function run(wanted: PlaygroundArguments): Promise<void> {
  const { json, verbose, fresh } = wanted;
  const variables = readVariables();
  if (fresh) {
    refuseForeignData(variables.DYNAMODB_ENDPOINT);
  }

  // 1. The folder of the run: from here on no other run uses it.
  const folder = takeDataFolder({ path: wanted.data, defaultFolder: join(repositoryFolder, ".kite"), fresh });
  const stopped = waitForStop();
  const output = json ? process.stdout : process.stderr;
  const { log, flush } = createRunLog({
    json,
    verbose,
    write: (line) => output.write(line),
    paint: json ? noPaint : paintFor(output),
  });

  for (const message of variableWarnings()) {
    log({ level: "warn", source: "settings", message });
  }

  try {
    // 2. Everything that runs.
    const playground = await startPlayground({
      host: variables.HOST,
      port: wanted.port ?? variables.PORT,
      dynamodbEndpoint: variables.DYNAMODB_ENDPOINT,
      telegramBotToken: variables.TELEGRAM_BOT_TOKEN,
      telegramApiRoot: variables.TELEGRAM_API_ROOT,
      tunnelUrl: variables.TUNNEL_URL,
      stage: wanted.stage,
      takeOver: wanted.takeOver,
      outputDirectory: folder.outputDirectory,
      dataDirectory: folder.dataDirectory,
      lagMilliseconds: wanted.lagMilliseconds,
      watch: true,
      log,
    });

    // 3. The screen, until Ctrl-C; then all of it backwards.
    if (json) {
      log(describeReady(playground));
    } else {
      process.stdout.write(describePlayground(playground, paintFor(process.stdout)));
    }
    await stopped;
    await playground.close();
    if (!json) {
      process.stderr.write(describeEnd(folder.directory));
    }
  } finally {
    flush();
    folder.release();
  }
}

/** @throws UserError when the data that would have to go is not ours to delete */
function refuseForeignData(dynamodbEndpoint: string | undefined): void {
  if (dynamodbEndpoint !== undefined) {
    throw new UserError(
      `--fresh empties the embedded database, but DYNAMODB_ENDPOINT is ${dynamodbEndpoint}: empty that by npm run destroy-local and npm run deploy-local, or leave DYNAMODB_ENDPOINT out.`,
    );
  }
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
