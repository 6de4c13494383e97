import { readVariables } from "../settings/settings";
import { type CloudStackName, stackId } from "../settings/stack-id";
import { stackNames } from "../settings/variables";

/** The names of the stacks that are deployed to a cloud. */
export const cloudStackNames = stackNames.filter((name): name is CloudStackName => name !== "local");

/**
 * Returns the stack of a name, or of an id such as `kite-local`. An id tells where the state is as well, so
 * `KITE_STATE` is set.
 * @returns `undefined` when there is no such stack
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
