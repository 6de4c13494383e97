import { functionRoles } from "../../constructs/account/physical-names";
import { defineCommand, UsageError } from "../command";

export const command = defineCommand({
  group: "operate",
  summary: "Prints the logs of a stage's functions as readable lines, and follows them.",
  details: `Each line has its time in UTC, the level, the function, the message, and the other fields. A line that arrives late is
printed when it arrives, and no line is printed twice. For longer periods, use the saved queries of the
dashboard.`,
  arguments: { stage: { help: "a deployed stage" } },
  options: {
    function: { help: `one of ${functionRoles.join(", ")} (default: all)`, value: "name" },
    follow: { help: "prints new lines until Ctrl+C" },
    since: { help: "age of the first line: a number with s, m, h or d", value: "duration", default: "10m" },
    channel: { help: "prints only lines about this channel, including its metrics", value: "name" },
    errors: { help: "prints only errors, warnings and failed invocations" },
  },
  json: "the lines",
  run: async ({ stage }, options) => {
    const { isStandardOutputFree } = await import("../output");
    if (options.follow && !isStandardOutputFree()) {
      throw new UsageError("Expected --follow or --json, received both.");
    }
    return (await import("../logs/logs")).printLogs(stage, options);
  },
});
