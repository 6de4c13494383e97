import { runProgram } from "../constructs/user-error";
import { helpText, readArguments } from "./arguments";

// The newest SDK that knows Node 20 is pinned: that it will be the last is no news for who tries this out.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

runProgram(async () => {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted.help) {
    process.stdout.write(helpText);
    return;
  }
  // What runs takes a moment to load; this line does not wait for it, and nothing above may load it.
  if (!wanted.json) {
    process.stderr.write("Starting Kite …\n");
  }
  const { run }: typeof import("./run") = require("./run");
  await run(wanted);
});
