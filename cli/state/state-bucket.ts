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

/** It must not be named: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
const defaultRegion = "us-east-1";

/** How long a new bucket may take to be seen. */
const longestWaitSeconds = 60;

/** The request for the bucket: one of this name in another account is refused. */
const bucketOf = ({ deployment }: Settings) => ({
  Bucket: deployment.stateBucket,
  ExpectedBucketOwner: deployment.account,
});

/**
 * Whether the bucket is there.
 * @throws UserError when it is somebody else's, or elsewhere, or nobody may look
 */
export function stateBucketExists(settings: Settings): Promise<boolean> {
  return isThere(settings, objectClient(settings).send(new HeadBucketCommand(bucketOf(settings))));
}

/**
 * Makes the bucket; how it is kept is declared by `kite-state`.
 * @throws UserError when AWS refuses
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
  await explained(made, refused(settings, "cannot be made"));
}

/** Whether a stack has a state in the bucket. */
export function hasState(settings: Settings, stackId: string): Promise<boolean> {
  const command = new HeadObjectCommand({ ...bucketOf(settings), Key: stateKey(stackId) });
  return isThere(settings, objectClient(settings).send(command));
}

/** Key of the state of a stack. */
export function stateKey(stackId: string): string {
  return `${stackId}/terraform.tfstate`;
}

async function isThere(settings: Settings, answer: Promise<unknown>): Promise<boolean> {
  const found = ifThere(answer, ...absentObject);
  return (await explained(found, refused(settings, "cannot be looked at"))) !== undefined;
}

function refused({ deployment }: Settings, what: string): (error: Error) => string {
  const { stateBucket: bucket, account, region } = deployment;
  return (error) =>
    isAnswered(error)
      ? `The state bucket ${bucket} ${what}: ${error.name}, ${error.message}. Wanted: a bucket of account ${account} in ${region} that your credentials may use. If the name is taken by somebody else, or it lies in another region, set stateBucket in the deployment file.`
      : unknownCaller(error);
}

/** Without credentials or a network there is no answer, and nothing is known of the bucket. */
function isAnswered(error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }): boolean {
  return error.$metadata?.httpStatusCode !== undefined;
}
