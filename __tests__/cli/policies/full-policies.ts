import { policiesOf } from "../../../cli/policies/deployer-policies";
import { allPolicies } from "../../../cli/policies/write-policies";
import { environmentOf, fullDeployment, synthesizeStacks } from "../../../cli/stacks/synthesize-stacks";
import { readSettings } from "../../../settings/settings";

/** The synthesized stacks of the deployment with every option. */
export const plans = synthesizeStacks(fullDeployment);
const settings = readSettings({ environment: environmentOf(fullDeployment) }).deployment;

/** Their policies. */
export const policies = policiesOf(settings, plans);
export const all = allPolicies(policies);

/** All statements, with the names of their policies. */
export const statements = all.flatMap(({ name, document }) =>
  document.Statement.map((statement) => ({ policy: name, ...statement })),
);

/** Returns the resources on which policies allow an action. @param policy start of the names of the policies */
export const allowed = (policy: string, action: string) =>
  statements
    .filter(
      ({ policy: of, Effect, Action }) =>
        Effect === "Allow" && of.startsWith(policy) && Action.includes(action),
    )
    .flatMap(({ Resource }) => Resource);
