import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { runScript, say } from "../command";
import { deployerPolicies } from "../policies/deployer-policies";
import { describePolicies } from "../policies/describe-policies";
import { writePolicies } from "../policies/write-policies";
import { EVERYTHING } from "../stacks/synthesize-stacks";

const usage = `npm run deployer-policy
Writes the IAM policies of who deploys the stacks. With KITE_DEPLOYMENT: those of that deployment, into
.kite/deployer-policy/<name>/. Without: docs/deployer-policy/ and docs/deployer-policy.md anew, after a stack was changed.`;

runScript({ usage, flags: [] }, () => {
  const deployment = process.env.KITE_DEPLOYMENT;
  const policies = deployerPolicies(deployment || EVERYTHING);
  const folder = deployment
    ? join(REPOSITORY, ".kite", "deployer-policy", deployment)
    : join(REPOSITORY, "docs", "deployer-policy");
  writePolicies(policies, folder);
  if (!deployment) {
    writeFileSync(`${folder}.md`, describePolicies(policies));
  }
  say(`Written: ${folder}`);
});
