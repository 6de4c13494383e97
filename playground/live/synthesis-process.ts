/**
 * The process in which the program of the stack runs, once. What it needs of `node_modules` can be read ahead,
 * before anybody knows what the sources will be; no file of the repository is read before the word to run.
 */
import { launch, warm } from "../../launcher/launch.cjs";
import type { SynthesisMessage } from "./synthesis-messages";

process.on("message", (message: SynthesisMessage) => {
  if (message.type === "warm") {
    warm(message.program);
    return;
  }
  // The open channel would keep the process alive when the program is done.
  process.channel?.unref();
  process.argv.splice(1, process.argv.length, message.program, ...message.arguments);
  launch(message.program).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
});
// Whoever started it has died, or knows what it has to report.
process.on("disconnect", () => process.exit());
// Ctrl-C goes to all processes of a terminal: the one that started this one ends it in its turn.
process.on("SIGINT", () => undefined);
