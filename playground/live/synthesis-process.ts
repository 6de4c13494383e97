/**
 * The process in which the program of the stack runs, once. What it needs of `node_modules` can be read ahead,
 * before anybody knows what the sources will be; no file of the repository is read before the word to run.
 */
import { createRequire } from "node:module";
import type { SynthesisMessage, SynthesisReport } from "./synthesis-messages";

const requireFrom = createRequire(__filename);
const packagesFolder = /[\\/]node_modules[\\/]/;

process.on("message", (message: SynthesisMessage) => {
  if (message.type === "read") {
    message.packages.forEach(readAhead);
    return;
  }
  // The open channel would keep the process alive when the program is done.
  process.channel?.unref();
  process.once("beforeExit", report);
  process.argv.splice(1, process.argv.length, message.program, ...message.arguments);
  run(message.program);
});
// Whoever started it has died, or knows what it has to report.
process.on("disconnect", () => process.exit());
// Ctrl-C goes to all processes of a terminal: the one that started this one ends it in its turn.
process.on("SIGINT", () => undefined);

/** Node would print a line of the loader, which is one of ten thousand characters, before the error. */
function run(program: string): void {
  try {
    requireFrom(program);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}

function report(): void {
  const packages = Object.keys(requireFrom.cache).filter((file) => packagesFolder.test(file));
  process.send?.({ packages } satisfies SynthesisReport, () => process.disconnect());
}

function readAhead(file: string): void {
  try {
    requireFrom(file);
  } catch {
    // It is gone, or no module to begin with: whoever needs it will say so.
  }
}
