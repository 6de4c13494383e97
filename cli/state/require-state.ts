import { existsSync } from "node:fs";
import { join } from "node:path";
import { stateFileName } from "../../constructs/account/cloud";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { say } from "../output";
import { stateFolder } from "../synthesize";
import { hasState, stateBucketExists } from "./state-bucket";

/**
 * Checks that `kite-state` is deployed: it has the bucket of all states, and API Gateway's permission to write logs. A
 * sandbox uses the stack of the main deployment.
 * @throws UserError that names what is missing, and the command that creates it
 */
export async function requireStateStack(settings: Settings): Promise<void> {
  const { KITE_STATE } = settings.variables;
  const id = stackId("kite-state", { variables: { KITE_STATE, KITE_SANDBOX: undefined } });
  if (KITE_STATE === "local") {
    return noteMissingFile(id);
  }
  const { stateBucket } = settings.deployment;
  if (!(await stateBucketExists(settings))) {
    throw new UserError(
      `There is no bucket ${stateBucket} for the state. Create it once for an account and region with: npx kite bootstrap. To keep the state in a local file instead, set KITE_STATE=local.`,
    );
  }
  if (!(await hasState(settings, id))) {
    throw new UserError(
      `The stack ${id} is not deployed. It configures the bucket ${stateBucket} and allows API Gateway to write logs, so deploy it first: npx kite bootstrap.`,
    );
  }
}

/**
 * Prints a hint if there is no local state. A missing state is not an error, because another user may have prepared the
 * account.
 */
function noteMissingFile(id: string): void {
  if (!existsSync(join(stateFolder(), stateFileName(id)))) {
    say(
      `If the deploy reports "CloudWatch Logs role ARN must be set in account settings", run this once for the account and region: KITE_STATE=local npx kite bootstrap`,
    );
  }
}
