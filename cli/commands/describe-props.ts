import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/props.md after a prop of a stack was changed.",
  run: async () => {
    const { describeProps } = await import("../reference/describe-props");
    writePage("docs/props.md", describeProps());
  },
});
