import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/settings.md after a setting was added or changed.",
  run: () => {
    const {
      describeSettings,
    }: typeof import("../../settings/describe-settings") = require("../../settings/describe-settings");
    writePage("docs/settings.md", describeSettings());
  },
});
