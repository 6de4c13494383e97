import { DeleteObjectCommand, GetObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { requireCredentials } from "../account";
import { explained, ifThere, objectClient } from "../aws-clients";
import { type CommandResult, UsageError } from "../command";
import { describeAge } from "../describe-age";
import { jsonText } from "../json-text";
import { printable, say } from "../output";
import { cloudStackNames, tryCloudStackNamed } from "../stack-named";
import { placeOf } from "../stage-argument";
import { stateKey } from "./state-bucket";

/**
 * Fields of a lock that are printed:
 * https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statemgr/locker.go
 */
const lockSchema = jsonText.pipe(
  z.object({
    ID: z.string(),
    Operation: z.string(),
    Who: z.string(),
    Version: z.string(),
    Created: z.coerce.date(),
  }),
);

/** A lock in the state bucket. */
interface Lock {
  readonly key: string;
  /** Identifies the content, so that another lock is never removed. */
  readonly etag: string;
  /** `undefined` if Terraform did not write the content. */
  readonly info: z.infer<typeof lockSchema> | undefined;
  /** Time when the lock was created. */
  readonly since: Date;
}

/**
 * Describes the lock of a stack's state, and removes the lock if the removal is confirmed.
 * @param meant whether the removal is confirmed
 * @throws UserError if the state is not in the bucket, or if the lock changes in the meantime
 */
export async function unlock(stackName: string, meant: boolean): Promise<CommandResult> {
  const { settings, id } = readStack(stackName);
  await requireCredentials(settings);
  const lock = await findLock(settings, id);
  if (lock === undefined) {
    return { json: { stack: id, locked: false }, text: `The state of ${id} is not locked.` };
  }
  const { info, since } = lock;
  const { Who: holder, Operation: operation, Version: terraform, ID: lockId } = info ?? {};
  const json = { stack: id, locked: !meant, removed: meant, since, holder, operation, terraform, lockId };
  say(printable(describe(id, lock)));
  say(`To do: remove the lock ${lock.key} from ${settings.deployment.stateBucket} (${placeOf(settings)}).`);
  if (!meant) {
    return {
      json,
      failure:
        "Nothing changed. If the run of the holder has ended, add --yes to remove the lock. A run that continues without its lock can damage the state.",
    };
  }
  await remove(settings, lock);
  return { json, text: `Removed the lock of ${id}.` };
}

function readStack(stackName: string): { readonly settings: Settings; readonly id: string } {
  const stack = tryCloudStackNamed(stackName);
  if (stack === undefined) {
    throw new UsageError(`<stack>: expected one of ${cloudStackNames.join(", ")}, received "${stackName}".`);
  }
  const settings = readSettings();
  const { KITE_STATE, KITE_SANDBOX } = settings.variables;
  // A sandbox uses the stack kite-state of the main deployment.
  const variables = { KITE_STATE, KITE_SANDBOX: stack === "kite-state" ? undefined : KITE_SANDBOX };
  const id = stackId(stack, { variables });
  if (KITE_STATE === "local") {
    throw new UserError(
      `The state of ${id} is in a local file, so this command has no lock to remove. The lock of a local file ends when the program that created it ends.`,
    );
  }
  return { settings, id };
}

async function findLock(settings: Settings, id: string): Promise<Lock | undefined> {
  const { stateBucket: Bucket } = settings.deployment;
  // Terraform adds the suffix: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
  const key = `${stateKey(id)}.tflock`;
  const answer = objectClient(settings).send(new GetObjectCommand({ Bucket, Key: key }));
  const found = await explained(ifThere(answer, "NoSuchKey"), refused(key, Bucket, "s3:GetObject"));
  if (found === undefined) {
    return undefined;
  }
  const info = lockSchema.safeParse(await found.Body?.transformToString()).data;
  return { key, etag: found.ETag ?? "", info, since: info?.Created ?? found.LastModified ?? new Date() };
}

/** Removes a lock, unless it was replaced: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
async function remove(settings: Settings, { key, etag }: Lock): Promise<void> {
  const { stateBucket: Bucket } = settings.deployment;
  const command = new DeleteObjectCommand({ Bucket, Key: key, IfMatch: etag });
  await explained(ifThere(objectClient(settings).send(command), "NoSuchKey"), (error) =>
    isReplaced(error)
      ? "Nothing changed. The lock was released in the meantime, and another run has created a new lock. Run the command again to see its holder."
      : refused(key, Bucket, "s3:DeleteObject")(error),
  );
}

function isReplaced(error: Error): boolean {
  return error instanceof S3ServiceException && [409, 412].includes(error.$metadata.httpStatusCode ?? 0);
}

function describe(id: string, { info, since }: Lock): string {
  const age = describeAge(Date.now() - since.getTime());
  return info === undefined
    ? `The state of ${id} has been locked for ${age}. Terraform did not write the lock's content, so its holder is unknown.`
    : `The state of ${id} has been locked for ${age} by ${info.Who}: ${info.Operation}, Terraform ${info.Version}, lock ${info.ID}, since ${since.toISOString()}.`;
}

function refused(key: string, bucket: string, action: string): (error: Error) => string {
  return ({ name, message }) =>
    `${key} of the bucket ${bucket} cannot be accessed: ${name}, ${message.replace(/\.$/, "")}. Expected the bucket of the stack kite-state, and credentials with ${action}.`;
}
