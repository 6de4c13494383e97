import type { StackName, VariableValues } from "./variables";

/** What of the settings decides on the id of a stack. */
export interface StackPlace {
  readonly variables: Pick<VariableValues, "KITE_STATE" | "KITE_SANDBOX">;
}

/** The stacks of the program that are deployed to a cloud. */
export type CloudStackName = Exclude<StackName, "local">;

/**
 * The id of a stack: one with its state in a local file is another deployment than the shared one, and so is a
 * sandbox. It is `kite-local-build`, for that one belongs to `kite-local`.
 */
export function stackId(name: CloudStackName, { variables }: StackPlace): string {
  const prefix = variables.KITE_SANDBOX === undefined ? "" : `${variables.KITE_SANDBOX}-`;
  if (variables.KITE_STATE === "s3") {
    return `${prefix}${name}`;
  }
  return name === "kite-build" ? `${prefix}kite-local-build` : `${prefix}${name}-local`;
}
