import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Prepares an account and region: the bucket of the Terraform states, and the stack kite-state.",
  details: `Creates the S3 bucket of the Terraform states (stateBucket in the deployment file) if it is missing, then deploys the
stack kite-state, which configures the bucket and lets API Gateway write logs. Run it once for an account and region;
again, it changes nothing. With KITE_STATE=local there is no bucket. npx kite destroy-state removes it, last of all.`,
  run: async () => (await import("../state/bootstrap")).bootstrap(),
});
