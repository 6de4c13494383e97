import type { Deployment } from "../../settings/deployment";
import { readSettings } from "../../settings/settings";
import { environmentOf, synthesizeStacks } from "../stacks/synthesize-stacks";
import type { SynthesizedStack } from "../stacks/synthesized-stack";
import { operatorStatements } from "./operator-statements";
import { type Policy, toPolicies } from "./policy";
import { type DeploymentNames, stackStatements } from "./stack-statements";

/** The policy of who runs the commands, and those of who deploys each stack. */
export interface DeployerPolicies {
  readonly operator: readonly Policy[];
  readonly stacks: ReadonlyMap<string, readonly Policy[]>;
}

/** Makes the policies of a deployment from its plans. */
export function deployerPolicies(deployment: string): DeployerPolicies {
  const settings = readSettings({ environment: environmentOf(deployment) }).deployment;
  return policiesOf(settings, synthesizeStacks(deployment));
}

/** Makes the policies of plans. */
export function policiesOf(
  deployment: Deployment,
  plans: ReadonlyMap<string, SynthesizedStack>,
): DeployerPolicies {
  const { account, region, app, stagePrefix } = deployment;
  const names: DeploymentNames = {
    account,
    region,
    app,
    stages: deployment.stages.map(({ name }) => `${stagePrefix}${name}`),
  };
  return {
    operator: toPolicies("operator", operatorStatements(deployment)),
    stacks: new Map(
      [...plans].map(([stack, plan]) => [stack, toPolicies(stack, stackStatements(plan, names))]),
    ),
  };
}
