/**
 * Process that runs the stack's program once. It can preload packages from `node_modules` before a change happens. It
 * reads no file of the repository until it receives the message to run.
 */
import { launch, warm } from "../../launcher/launch.cjs";
import type { SynthesisMessage } from "./synthesis-messages";

process.on("message", (message: SynthesisMessage) => {
  if (message.type === "warm") {
    warm(message.program);
    return;
  }
  // The open channel would keep the process alive after the program has ended.
  process.channel?.unref();
  process.argv.splice(1, process.argv.length, message.program, ...message.arguments);
  launch(message.program).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
});
// The parent has died, or has all the output it needs.
process.on("disconnect", () => process.exit());
// A terminal sends Ctrl-C to all its processes. The parent ends this process itself.
process.on("SIGINT", () => undefined);
