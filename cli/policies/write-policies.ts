import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { say, writePage } from "../output";
import { fullDeployment } from "../stacks/synthesize-stacks";
import { type DeployerPolicies, deployerPolicies } from "./deployer-policies";
import { describePolicies } from "./describe-policies";
import type { Policy } from "./policy";

/** Returns the content of a policy's file. */
export function textOf({ document }: Policy): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Returns all policies in the order of the page. */
export function allPolicies({ reading, changing, stacks }: DeployerPolicies): readonly Policy[] {
  return [...reading, ...changing, ...[...stacks.values()].flat()];
}

/**
 * Writes the policies of a deployment, or the policies in the documentation.
 * @param deployment Name of the deployment. `undefined`: the deployment with every option, for the documentation.
 */
export function writePolicies(deployment: string | undefined): void {
  const policies = deployerPolicies(deployment ?? fullDeployment);
  const folder = deployment === undefined ? "docs/deployer-policy" : `.kite/deployer-policy/${deployment}`;
  writeFiles(policies, join(repositoryFolder, folder));
  if (deployment === undefined) {
    writePage("docs/deployer-policy.md", describePolicies(policies));
  }
  say(`Written: ${folder}`);
}

/** Writes a file for each policy, and removes the other policy files in the folder. */
function writeFiles(policies: DeployerPolicies, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    rmSync(join(folder, file));
  }
  for (const policy of allPolicies(policies)) {
    writeFileSync(join(folder, `${policy.name}.json`), textOf(policy));
  }
}
