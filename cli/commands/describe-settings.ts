import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/settings.md after a setting has changed.",
  run: async () => {
    const { describeSettings } = await import("../../settings/describe-settings");
    writePage("docs/settings.md", describeSettings());
  },
});
