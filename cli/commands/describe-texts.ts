import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/texts.md after a text for visitors, hosts or operators was changed.",
  run: async () => {
    const { describeTexts } = await import("../texts/describe-texts");
    writePage("docs/texts.md", describeTexts());
  },
});
