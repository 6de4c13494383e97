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
 * @throws UserError for a failure that the user can fix. Everything that was started is stopped first.
 */
export async function run(wanted: PlaygroundArguments): Promise<void> {
  const { json, verbose, fresh } = wanted;
  const variables = readVariables();
  if (fresh) {
    refuseForeignData(variables.DYNAMODB_ENDPOINT);
  }

  // 1. The run's folder, locked against other runs.
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
    // 2. The servers.
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

    // 3. The screen, until Ctrl-C. Then everything stops in reverse order.
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

/** @throws UserError when the database is external: Kite must not delete its data */
function refuseForeignData(dynamodbEndpoint: string | undefined): void {
  if (dynamodbEndpoint !== undefined) {
    throw new UserError(
      `--fresh empties only the embedded database, but DYNAMODB_ENDPOINT is ${dynamodbEndpoint}. To empty that database, run npm run destroy-local and npm run deploy-local. To use the embedded database, remove DYNAMODB_ENDPOINT.`,
    );
  }
}

/**
 * Resolves at the first Ctrl-C or SIGTERM. The second signal ends the process immediately, in case stopping takes too
 * long.
 */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        firstAt ??= performance.now();
        // One Ctrl-C may arrive twice, from the shell and from npm.
        if (performance.now() - firstAt > 1000) {
          process.exit(1);
        }
        resolve();
      });
    }
  });
}
