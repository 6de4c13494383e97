import type { Deployment } from "../../settings/deployment";
import { readSettings } from "../../settings/settings";
import { environmentOf, synthesizeStacks } from "../stacks/synthesize-stacks";
import type { SynthesizedStack } from "../stacks/synthesized-stack";
import { changingStatements, readingStatements } from "./operator-statements";
import { type Policy, toPolicies } from "./policy";
import { type DeploymentNames, stackStatements } from "./stack-statements";

/** Policies for people who run the commands, and for people who deploy each stack. */
export interface DeployerPolicies {
  /** For the commands that only read. */
  readonly reading: readonly Policy[];
  /** For the commands that change something, in addition to `reading`. */
  readonly changing: readonly Policy[];
  readonly stacks: ReadonlyMap<string, readonly Policy[]>;
}

/** Creates the policies of a deployment from its synthesized stacks. */
export function deployerPolicies(deployment: string): DeployerPolicies {
  const settings = readSettings({ environment: environmentOf(deployment) }).deployment;
  return policiesOf(settings, synthesizeStacks(deployment));
}

/** Creates the policies of synthesized stacks. */
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
    reading: toPolicies("operator-reading", readingStatements(deployment)),
    changing: toPolicies("operator-changing", changingStatements(deployment)),
    stacks: new Map(
      [...plans].map(([stack, plan]) => [stack, toPolicies(stack, stackStatements(plan, names))]),
    ),
  };
}
