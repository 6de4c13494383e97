import { runProgram } from "../constructs/user-error";
import { helpText, readArguments } from "./arguments";

// The SDK is pinned to the last version that supports Node 20. Its warning about that version does not help users.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

runProgram(async () => {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted.help) {
    process.stdout.write(helpText);
    return;
  }
  // This line is printed before `./run` is loaded, because loading takes a moment. Therefore, no import above may load
  // it.
  if (!wanted.json) {
    process.stderr.write("Starting Kite …\n");
  }
  const { run }: typeof import("./run") = require("./run");
  await run(wanted);
});
