import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  waitUntilBucketExists,
} from "@aws-sdk/client-s3";
import type { Settings } from "../../settings/settings";
import { unknownCaller } from "../account";
import { absentObject, explained, ifThere, objectClient } from "../aws-clients";

/** The region that a request to create a bucket must not name: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
const defaultRegion = "us-east-1";

/** Maximum time until a new bucket is visible. */
const longestWaitSeconds = 60;

/** Identifies the bucket in a request. AWS rejects a bucket with this name in another account. */
const bucketOf = ({ deployment }: Settings) => ({
  Bucket: deployment.stateBucket,
  ExpectedBucketOwner: deployment.account,
});

/**
 * Returns whether the bucket exists.
 * @throws UserError if it belongs to another account or region, or if the credentials cannot access it
 */
export function stateBucketExists(settings: Settings): Promise<boolean> {
  return isThere(settings, objectClient(settings).send(new HeadBucketCommand(bucketOf(settings))));
}

/**
 * Creates the bucket. The stack `kite-state` declares its configuration.
 * @throws UserError if AWS rejects the request
 */
export async function createStateBucket(settings: Settings): Promise<void> {
  const { stateBucket: Bucket, region } = settings.deployment;
  const client = objectClient(settings);
  const configuration = { LocationConstraint: region as BucketLocationConstraint };
  const command = new CreateBucketCommand({
    Bucket,
    ...(region !== defaultRegion && { CreateBucketConfiguration: configuration }),
  });
  const made = client
    .send(command)
    .then(() => waitUntilBucketExists({ client, maxWaitTime: longestWaitSeconds }, { Bucket }));
  await explained(made, refused(settings, "cannot be created"));
}

/** Returns whether the bucket has the state of a stack. */
export function hasState(settings: Settings, stackId: string): Promise<boolean> {
  const command = new HeadObjectCommand({ ...bucketOf(settings), Key: stateKey(stackId) });
  return isThere(settings, objectClient(settings).send(command));
}

/** Returns the key of a stack's state. */
export function stateKey(stackId: string): string {
  return `${stackId}/terraform.tfstate`;
}

async function isThere(settings: Settings, answer: Promise<unknown>): Promise<boolean> {
  const found = ifThere(answer, ...absentObject);
  return (await explained(found, refused(settings, "cannot be accessed"))) !== undefined;
}

function refused({ deployment }: Settings, what: string): (error: Error) => string {
  const { stateBucket: bucket, account, region } = deployment;
  return (error) =>
    isAnswered(error)
      ? `The state bucket ${bucket} ${what}: ${error.name}, ${error.message}. Expected a bucket of account ${account} in ${region} that your credentials may use. If the name is taken, or the bucket is in another region, set another stateBucket in the deployment file.`
      : unknownCaller(error);
}

/**
 * Returns whether AWS responded. It does not respond without credentials or a network, although the bucket may exist.
 */
function isAnswered(error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }): boolean {
  return error.$metadata?.httpStatusCode !== undefined;
}
