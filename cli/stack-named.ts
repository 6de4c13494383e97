import { readVariables } from "../settings/settings";
import { type CloudStackName, stackId } from "../settings/stack-id";
import { stackNames } from "../settings/variables";

/** The names of the stacks that are deployed to a cloud. */
export const cloudStackNames = stackNames.filter((name): name is CloudStackName => name !== "local");

/**
 * Finds a stack by its name, or by its ID such as `kite-local`. For an ID, it also sets `KITE_STATE`, because the ID
 * determines where the state is stored.
 * @returns `undefined` if there is no such stack
 */
export function tryCloudStackNamed(name: string): CloudStackName | undefined {
  const { KITE_SANDBOX } = readVariables();
  for (const stack of cloudStackNames) {
    if (name === stack) {
      return stack;
    }
    for (const KITE_STATE of ["s3", "local"] as const) {
      if (name === stackId(stack, { variables: { KITE_STATE, KITE_SANDBOX } })) {
        process.env.KITE_STATE = KITE_STATE;
        return stack;
      }
    }
  }
  return undefined;
}
