import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Prepares an account and region: the bucket for Terraform states, and the stack kite-state.",
  details: `Creates the S3 bucket for Terraform states (stateBucket in the deployment file) if it is missing, then deploys the stack
kite-state, which configures the bucket and allows API Gateway to write logs. Run it once for an account and region. A
second run changes nothing. With KITE_STATE=local there is no bucket. To remove all of it, after every other stack, run
npx kite destroy-state.`,
  run: async () => (await import("../state/bootstrap")).bootstrap(),
});
