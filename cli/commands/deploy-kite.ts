import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Deploys the stack kite: the stage dev, and prod when the deployment has it.",
  details: `Prints the plan first. If a bot token is missing in the parameter store, stores the token of .env there. The settings
are in deployments/<KITE_DEPLOYMENT>.json. With KITE_STATE=local, the state is in a local file.`,
  options: {
    "remove-prod": { help: "continues if the plan deletes a table, bucket, API stage or mapping of prod" },
    yes: { help: "changes prod without asking; required without a terminal" },
  },
  run: async (_arguments, consent) => (await import("../deploy/kite-deployment")).deployKite(consent),
});
