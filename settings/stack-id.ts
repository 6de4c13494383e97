import type { StackName, VariableValues } from "./variables";

/** The settings that determine the id of a stack. */
export interface StackPlace {
  readonly variables: Pick<VariableValues, "KITE_STATE" | "KITE_SANDBOX">;
}

/** The name of a stack that is deployed to a cloud. */
export type CloudStackName = Exclude<StackName, "local">;

/**
 * Returns the id of a stack. A stack in a sandbox, or with its state in a local file, is not the shared stack, so it
 * has a different id. The name is `kite-local-build` because that stack belongs to `kite-local`.
 */
export function stackId(name: CloudStackName, { variables }: StackPlace): string {
  const prefix = variables.KITE_SANDBOX === undefined ? "" : `${variables.KITE_SANDBOX}-`;
  if (variables.KITE_STATE === "s3") {
    return `${prefix}${name}`;
  }
  return name === "kite-build" ? `${prefix}kite-local-build` : `${prefix}${name}-local`;
}
