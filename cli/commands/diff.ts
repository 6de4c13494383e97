import { stackNames } from "../../settings/variables";
import { defineCommand } from "../command";

export const command = defineCommand({
  group: "compare",
  summary: "Prints what a deploy of a stack would change. Changes nothing.",
  arguments: {
    stack: {
      help: `one of ${stackNames.join(", ")} (default: kite), or an ID such as kite-local;
with a main.ts of your own, the ID of any of its stacks`,
      optional: true,
    },
  },
  run: async ({ stack = "kite" }) => (await import("../deploy/diff")).diff(stack),
});
