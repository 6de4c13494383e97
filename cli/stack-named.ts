import { readVariables } from "../settings/settings";
import { STACK_NAMES } from "../settings/variables";
import { type CloudStackName, stackId } from "../stacks/stack-id";

/** The names of the stacks that are deployed to a cloud. */
export const CLOUD_STACK_NAMES = STACK_NAMES.filter((name): name is CloudStackName => name !== "local");

/**
 * Returns the stack of a name, or of an id such as `kite-local`. An id tells where the state is as well, so
 * `KITE_STATE` is set.
 * @returns `undefined` when there is no such stack
 */
export function tryCloudStackNamed(name: string): CloudStackName | undefined {
  const { KITE_SANDBOX: sandbox } = readVariables();
  for (const stack of CLOUD_STACK_NAMES) {
    if (name === stack) return stack;
    for (const state of ["s3", "local"] as const) {
      if (name === stackId(stack, { state, sandbox })) {
        process.env.KITE_STATE = state;
        return stack;
      }
    }
  }
  return undefined;
}
