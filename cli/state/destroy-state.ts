import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { requireCredentials, requireRealAccount } from "../account";
import { objectClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { stackFolder } from "../synthesize";
import { requireTerraform, type Terraform } from "../terraform";
import { openStateStack, readStateSettings } from "./bootstrap";
import { deleteBucketWithVersions, livingStates } from "./empty-bucket";
import { stateLocation } from "./require-state";
import { stateBucketExists, stateKey } from "./state-bucket";

/** What the stack has beside the bucket. */
const accountTypes = ["aws_api_gateway_account", "aws_iam_role_policy_attachment", "aws_iam_role"];

const stackSchema = z.object({ resource: z.record(z.string(), z.record(z.string(), z.unknown())) });

/**
 * Takes `kite-state` away, the last of all: first what it has in the account, then the bucket with every state that
 * was ever in it.
 * @throws UserError while another stack has resources, or when it is not meant
 */
export async function destroyState(meant: boolean): Promise<void> {
  const settings = readStateSettings();
  requireRealAccount(settings);
  const { bucket } = stateLocation(settings);
  const what =
    settings.variables.KITE_STATE === "s3"
      ? `API Gateway's role for logs and the bucket ${bucket} with every state in it`
      : "API Gateway's role for logs";
  say(`To do: delete ${what} (${placeOf(settings)}).`);
  if (!meant) {
    throw new UserError("Nothing was done: this cannot be taken back. Add --yes if it is meant.");
  }
  requireTerraform();
  await requireCredentials(settings);
  if (settings.variables.KITE_STATE === "local") {
    return openStateStack(settings).destroy();
  }
  const client = objectClient(settings);
  if (!(await stateBucketExists(client, stateLocation(settings)))) {
    return say(`There is no bucket ${bucket}: nothing is left to delete.`);
  }
  const own = stackId("kite-state", settings);
  const living = (await livingStates(client, bucket)).filter((key) => key !== stateKey(own));
  if (living.length > 0) {
    throw new UserError(
      `Nothing was deleted: ${living.join(", ")} still hold resources. Destroy those stacks first, for example with npm run destroy-kite.`,
    );
  }
  destroyAccountThings(openStateStack(settings), settings);
  await deleteBucketWithVersions(client, bucket);
  say(`${bucket}: deleted.`);
}

/** The bucket itself refuses Terraform's destroy, and Terraform could not write its state without it. */
function destroyAccountThings(terraform: Terraform, settings: Settings): void {
  const path = join(stackFolder(stackId("kite-state", settings)), "cdk.tf.json");
  const { resource } = stackSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const targets = accountTypes.flatMap((type) =>
    Object.keys(resource[type] ?? {}).map((id) => `${type}.${id}`),
  );
  terraform.destroy(targets);
}
