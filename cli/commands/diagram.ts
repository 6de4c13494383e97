import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary: "Draws docs/stacks.md after a stack has changed.",
  run: async () => {
    const { describeStacks } = await import("../diagram/describe-stacks");
    writePage("docs/stacks.md", describeStacks());
  },
});
