import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Deploys the stack kite: the stage dev, and prod when the deployment has it.",
  details: `The plan is shown first. A bot's token that the parameter store lacks is stored there from .env. The deployment is
described in deployments/<KITE_DEPLOYMENT>.json. KITE_STATE=local keeps the state in a local file.`,
  options: {
    "remove-prod": { help: "continues when the plan deletes a table, bucket, API stage or mapping of prod" },
    yes: { help: "changes prod without asking; required without a terminal" },
  },
  run: async (_arguments, consent) => (await import("../deploy/kite-deployment")).deployKite(consent),
});
