import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes DynamoDB Local, with its tables and all their data.",
  run: async () => (await import("../deploy/local-database")).destroyLocal(),
});
