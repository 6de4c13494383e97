import { stackNames } from "../../settings/variables";
import { defineCommand } from "../command";

export const command = defineCommand({
  group: "compare",
  summary: "Shows what a deploy of a stack would change. Changes nothing.",
  arguments: {
    stack: {
      help: `one of ${stackNames.join(", ")} (default: kite), or an id such as kite-local;
with a main.ts of your own, the id of any of its stacks`,
      optional: true,
    },
  },
  run: async ({ stack = "kite" }) => (await import("../deploy/diff")).diff(stack),
});
