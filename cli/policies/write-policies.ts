import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployerPolicies } from "./deployer-policies";
import type { Policy } from "./policy";

/** The text of a policy's file. */
export function textOf({ document }: Policy): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** All policies in the order of the page. */
export function allPolicies({ operator, stacks }: DeployerPolicies): readonly Policy[] {
  return [...operator, ...[...stacks.values()].flat()];
}

/** Writes a file a policy, and removes those of policies that are no more. */
export function writePolicies(policies: DeployerPolicies, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    rmSync(join(folder, file));
  }
  for (const policy of allPolicies(policies)) {
    writeFileSync(join(folder, `${policy.name}.json`), textOf(policy));
  }
}
