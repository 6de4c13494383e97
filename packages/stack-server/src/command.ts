#!/usr/bin/env node
import { parseCommandLine, usage } from "./command/command-line";
import { stageUrls } from "./command/stage-urls";
import { printLog } from "./log";
import { serve } from "./server";

/** Serves the stack until SIGINT or SIGTERM arrives. */
async function run(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2));
  if (command === "help") {
    print(usage);
    return;
  }
  // Disable the AWS SDK's warning about old versions of Node. It concerns this package, not its users.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const stopped = new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
  });
  const server = await serve({ ...command, log: printLog((line) => process.stdout.write(line)) });
  try {
    await server.create();
    print("Serving:");
    for (const { name, url } of stageUrls(server.stack, server.url)) {
      print(`  ${name}  ${url}`);
    }
    print("Press Ctrl+C to stop.");
    await stopped;
    await server.destroy();
  } finally {
    await server.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Returns what to print about an error: its message as one line that ends with a period. */
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.trim().replace(/\s*\n\s*/g, " ");
  return `stack-server: ${line.replace(/[^.!?]$/, "$&.")}`;
}

run().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
