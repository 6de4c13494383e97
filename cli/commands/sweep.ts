import { defineCommand, UsageError } from "../command";
import { say } from "../output";
import { readWholeNumber } from "../parse";

export const command = defineCommand({
  group: "check",
  summary:
    "Sends messages under injected faults, and checks that none is lost, misrouted, repeated or out of order.",
  details:
    "Exit code 0: every promise was kept, both sides sent messages, and every fault occurred often enough.",
  options: {
    messages: { help: "number of messages to send", value: "number", default: "1000" },
    seed: { help: "determines the traffic and the faults", value: "text", default: "1" },
    faults: {
      help: 'names of faults, separated by commas, or "none"; an unknown name prints the list (default: all)',
      value: "names",
    },
    trace: {
      help: "prints the journal entries of the message with this token, such as kv-3-120",
      value: "token",
    },
    last: { help: "with --trace: reads the journals of the last run, without a new run" },
    save: { help: "writes the figures to docs/reliability.md" },
  },
  run: async (_arguments, { messages, trace, last, ...options }) => {
    if (last && trace === undefined) {
      throw new UsageError("--last needs --trace <token>.");
    }
    const count = readWholeNumber("--messages", messages);
    const { sweep, traceLastRun } = await import("../../checks/sweep/sweep");
    const passed = last || (await sweep({ messages: count, print: say, ...options }));
    if (trace !== undefined) {
      say(traceLastRun(trace).join("\n"));
    }
    process.exitCode = passed ? 0 : 1;
  },
});
