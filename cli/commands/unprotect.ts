import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes the protection of a stage, so that npm run destroy-kite can delete its data.",
  details: `Sets "protect": false in the deployment file, and applies the change only to the tables and the bucket of the stage.`,
  arguments: { stage: { help: "a stage of the deployment" } },
  options: { yes: { help: "required for prod" } },
  run: async ({ stage }, { yes }) => (await import("../deploy/unprotect-stage")).unprotectStage(stage, yes),
});
