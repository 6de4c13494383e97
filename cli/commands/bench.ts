import { defineCommand } from "../command";
import { readWholeNumber } from "../parse";

export const command = defineCommand({
  group: "check",
  summary: "Measures speed and size on this machine, each beside a limit or a peer in the same run.",
  details: "Takes some minutes.",
  arguments: {
    measurement: {
      help: "what is measured (default: all)",
      choices: ["start-up", "echo", "texts", "idle-sockets", "synth", "bundles", "size", "message"],
      many: true,
    },
  },
  options: {
    rounds: { help: "how often each is measured; the median counts", value: "number", default: "3" },
    quick: { help: "measures one round of two seconds: for a look, not for a figure" },
    save: { help: "keeps the result for later runs to compare with, and writes docs/performance.md" },
  },
  json: "the figures",
  run: async ({ measurement }, { rounds, quick, save }) => {
    const { bench } = await import("../../checks/bench/bench");
    return bench({
      names: measurement,
      rounds: readWholeNumber("--rounds", rounds),
      quick,
      save,
    });
  },
});
