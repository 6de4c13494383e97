import { stackNames } from "../../settings/variables";
import { defineCommand } from "../command";

export const command = defineCommand({
  group: "compare",
  summary: "Synthesizes the stacks into cdktf.out, offline.",
  arguments: {
    stack: {
      help: `one of ${stackNames.join(", ")} (default: KITE_STACKS, or all whose settings are complete),
or an ID such as kite-local; with a main.ts of your own, the ID of any of its stacks`,
      optional: true,
    },
  },
  options: { stage: { help: "synthesizes kite with only this stage", value: "name" } },
  json: "the IDs and files of the stacks",
  run: async ({ stack }, { stage }) => (await import("../synthesize-named")).synthesizeNamed(stack, stage),
});
