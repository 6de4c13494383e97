import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Starts DynamoDB Local in Docker, with the tables of the stage dev.",
  details: `Data of an earlier run is kept. Needs Docker and Terraform, but no account and no settings.`,
  run: async () => (await import("../deploy/local-database")).deployLocal(),
});
