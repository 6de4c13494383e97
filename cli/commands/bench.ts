import { defineCommand } from "../command";
import { readWholeNumber } from "../parse";

export const command = defineCommand({
  group: "check",
  summary:
    "Measures speed and size on this machine, and compares them with limits and with simpler programs.",
  details: "Takes several minutes.",
  arguments: {
    measurement: {
      help: "measurements to run (default: all)",
      choices: ["start-up", "echo", "texts", "idle-sockets", "synth", "bundles", "size", "message"],
      many: true,
    },
  },
  options: {
    rounds: {
      help: "number of runs of each measurement, of which the median is reported",
      value: "number",
      default: "3",
    },
    quick: { help: "measures one round of two seconds, for a first impression" },
    save: { help: "saves the result for comparison with later runs, and writes docs/performance.md" },
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
