import { UserError } from "../../constructs/user-error";
import { stackId } from "../../settings/stack-id";
import { requireCredentials, requireRealAccount } from "../account";
import { objectClient } from "../aws-clients";
import { say } from "../output";
import { readSynthesizedStack } from "../stacks/synthesized-stack";
import { placeOf } from "../stage-argument";
import { stackFolder } from "../synthesize";
import { requireTerraform } from "../terraform";
import { openStateStack, readStateSettings } from "./bootstrap";
import { deleteBucketWithVersions, livingStates } from "./empty-bucket";
import { stateBucketExists, stateKey } from "./state-bucket";

/** Types of the stack's resources besides the bucket. */
const accountTypes = ["aws_api_gateway_account", "aws_iam_role_policy_attachment", "aws_iam_role"];

/**
 * Removes `kite-state`, after all other stacks: first its resources in the account, then the bucket with all versions
 * of all states.
 * @throws UserError if another stack still has resources, or if the removal is not confirmed
 */
export async function destroyState(meant: boolean): Promise<void> {
  const settings = readStateSettings();
  requireRealAccount(settings);
  const { stateBucket: bucket } = settings.deployment;
  const states =
    settings.variables.KITE_STATE === "s3" ? ` and the bucket ${bucket} with every state in it` : "";
  say(`To do: delete API Gateway's role for logs${states} (${placeOf(settings)}).`);
  if (!meant) {
    throw new UserError("Nothing changed. This cannot be undone: add --yes to continue.");
  }
  requireTerraform();
  await requireCredentials(settings);
  if (settings.variables.KITE_STATE === "local") {
    return openStateStack(settings).destroy();
  }
  if (!(await stateBucketExists(settings))) {
    return say(`There is no bucket ${bucket}, so there is nothing to delete.`);
  }
  const client = objectClient(settings);
  const own = stackId("kite-state", settings);
  const living = (await livingStates(client, bucket)).filter((key) => key !== stateKey(own));
  if (living.length > 0) {
    throw new UserError(
      `Nothing was deleted, because stacks still have resources: ${living.join(", ")}. Destroy those stacks first, for example with npm run destroy-kite.`,
    );
  }
  const terraform = openStateStack(settings);
  const { resource } = readSynthesizedStack(stackFolder(own));
  // The stack protects the bucket from Terraform's destroy, because Terraform writes its state to the bucket.
  terraform.destroy(
    accountTypes.flatMap((type) => Object.keys(resource?.[type] ?? {}).map((id) => `${type}.${id}`)),
  );
  await deleteBucketWithVersions(client, bucket);
  say(`${bucket}: deleted.`);
}
