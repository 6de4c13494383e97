import { defineCommand } from "../command";
import { writePage } from "../output";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/commands.md after a command or an npm script was changed.",
  run: async () => {
    const { describeCommands } = await import("../reference/describe-commands");
    writePage("docs/commands.md", describeCommands());
  },
});
