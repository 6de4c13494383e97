import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes the IAM policies of the people who deploy the stacks.",
  details: `With KITE_DEPLOYMENT, writes the policies of that deployment to .kite/deployer-policy/<name>/. Without it, updates
docs/deployer-policy/ and docs/deployer-policy.md after a stack has changed.`,
  run: async () =>
    (await import("../policies/write-policies")).writePolicies(process.env.KITE_DEPLOYMENT || undefined),
});
