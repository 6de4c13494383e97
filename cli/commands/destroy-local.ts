import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes DynamoDB Local, with its tables and all their data.",
  run: () => {
    const { destroyLocal }: typeof import("../deploy/local-database") = require("../deploy/local-database");
    return destroyLocal();
  },
});
