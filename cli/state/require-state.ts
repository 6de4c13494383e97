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
 * Checks that `kite-state` was deployed before: it holds the bucket of all states, and API Gateway's right to write
 * logs. A sandbox uses those of the deployment itself.
 * @throws UserError naming what is missing and the command that makes it
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
      `There is no bucket ${stateBucket} to keep the state in. Make it, once for an account and region: npx kite bootstrap. Or keep the state in a local file: KITE_STATE=local.`,
    );
  }
  if (!(await hasState(settings, id))) {
    throw new UserError(
      `The stack ${id} is not deployed; it comes first, for it keeps the bucket ${stateBucket} and lets API Gateway write logs: npx kite bootstrap.`,
    );
  }
}

/** Somebody else may have done it for the account, so this is no more than a word. */
function noteMissingFile(id: string): void {
  if (!existsSync(join(stateFolder(), stateFileName(id)))) {
    say(
      `If the deploy says "CloudWatch Logs role ARN must be set in account settings": KITE_STATE=local npx kite bootstrap, once for an account and region.`,
    );
  }
}
