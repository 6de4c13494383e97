import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { buildStackProps } from "../../settings/stack-props";
import { BuildStack } from "../../stacks/build-stack";
import type { BuildStackProps } from "../../stacks/build-stack-props";
import { read, type Synthesized } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";
import { standInFunctions } from "./kite";

/** Returns the props of the stack `kite-build` for a deployment file with these additional keys. */
export function buildProps(file: object = {}, environment: Record<string, string> = {}): BuildStackProps {
  const settings = readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment });
  return { ...buildStackProps(settings), sourceDirectory: standInFunctions };
}

/** Synthesizes the stack `kite-build` with props that override those of the deployment. */
export function buildStack(props: Partial<BuildStackProps> = {}): Synthesized {
  return read(new BuildStack(Testing.app(), "kite-build", { ...buildProps(), ...props }));
}

/** Synthesizes `kite-build` for a deployment file with these additional keys, under the same id as in `main.ts`. */
export function buildStackOf(
  file: object = {},
  environment: Record<string, string> = {},
  props: Partial<BuildStackProps> = {},
): Synthesized {
  const settings = readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment });
  const id = stackId("kite-build", settings);
  return read(new BuildStack(Testing.app(), id, { ...buildProps(file, environment), ...props }));
}

/** Returns the variables of a build by name. A variable from a parameter has the value `ssm:<name>`. */
export function environmentOf(project: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { environment_variable = [] } = project.environment as {
    readonly environment_variable?: readonly Readonly<Record<"name" | "type" | "value", string>>[];
  };
  return Object.fromEntries(
    environment_variable.map(({ name, type, value }) => [
      name,
      type === "PARAMETER_STORE" ? `ssm:${value}` : value,
    ]),
  );
}

/** Returns the statements of a build's role, by `Sid`. */
export function rightsOf(stack: Synthesized, id: string): Readonly<Record<string, Right>> {
  const [, policy] =
    Object.entries(stack.byId("aws_iam_role_policy")).find(([key]) => key.startsWith(`${id}_Policy_`)) ?? [];
  const { Statement } = JSON.parse(String(policy?.policy)) as { readonly Statement: readonly Right[] };
  return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
}

interface Right {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}
