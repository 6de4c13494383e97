import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { printLog } from "../local/log";
import { runProgram } from "../settings/run-program";
import { REPOSITORY, readSettings } from "../settings/settings";
import { HELP, readArguments } from "./arguments";
import { describePlayground } from "./screen";
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
    rmSync(dataDirectory, { recursive: true, force: true });
  }

  // 3. Everything that runs.
  const stopped = waitForStop();
  const playground = await startPlayground({
    ...localRun,
    port: wanted.port ?? localRun.port,
    takeOver: wanted.takeOver,
    planDirectory: join(folder, "plan"),
    dataDirectory,
    log: printLog((line) => process.stderr.write(line), wanted.verbose ? "debug" : "warn"),
  });

  // 4. The screen, until Ctrl-C; then all of it backwards.
  process.stdout.write(describePlayground(playground));
  await stopped;
  await playground.close();
});

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
