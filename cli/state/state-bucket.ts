import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type S3Client,
  waitUntilBucketExists,
} from "@aws-sdk/client-s3";
import { UserError } from "../../constructs/user-error";
import { unknownCaller } from "../account";

/** Where the states of an account lie. */
export interface StateBucketLocation {
  readonly bucket: string;
  /** 12 digits: a bucket of this name in another account is refused. */
  readonly account: string;
  readonly region: string;
}

/** It must not be named: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
const defaultRegion = "us-east-1";

/** How long a new bucket may take to be seen. */
const longestWaitSeconds = 60;

/**
 * Whether the bucket is there.
 * @throws UserError when it is somebody else's, or elsewhere, or nobody may look
 */
export async function stateBucketExists(client: S3Client, location: StateBucketLocation): Promise<boolean> {
  const { bucket: Bucket, account: ExpectedBucketOwner } = location;
  return isThere(location, () => client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })));
}

/**
 * Makes the bucket; how it is kept is declared by `kite-state`.
 * @throws UserError when AWS refuses
 */
export async function createStateBucket(client: S3Client, location: StateBucketLocation): Promise<void> {
  const { bucket: Bucket, region } = location;
  try {
    await client.send(
      new CreateBucketCommand({
        Bucket,
        ...(region !== defaultRegion && {
          CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
        }),
      }),
    );
    await waitUntilBucketExists({ client, maxWaitTime: longestWaitSeconds }, { Bucket });
  } catch (error) {
    throw refused(location, "cannot be made", error);
  }
}

/** Whether a stack has a state in the bucket. */
export async function hasState(
  client: S3Client,
  location: StateBucketLocation,
  stackId: string,
): Promise<boolean> {
  const { bucket: Bucket, account: ExpectedBucketOwner } = location;
  const Key = stateKey(stackId);
  return isThere(location, () => client.send(new HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner })));
}

/** Key of the state of a stack. */
export function stateKey(stackId: string): string {
  return `${stackId}/terraform.tfstate`;
}

async function isThere(location: StateBucketLocation, look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (error instanceof Error && ["NotFound", "NoSuchBucket", "NoSuchKey"].includes(error.name)) {
      return false;
    }
    throw refused(location, "cannot be looked at", error);
  }
}

function refused({ bucket, account, region }: StateBucketLocation, what: string, error: unknown): UserError {
  if (!isAnswered(error)) {
    return unknownCaller(error);
  }
  const reason = error instanceof Error ? `${error.name}, ${error.message}` : String(error);
  return new UserError(
    `The state bucket ${bucket} ${what}: ${reason}. Wanted: a bucket of account ${account} in ${region} that your credentials may use. If the name is taken by somebody else, or it lies in another region, set stateBucket in the deployment file.`,
    { cause: error },
  );
}

/** Without credentials or a network there is no answer, and nothing is known of the bucket. */
function isAnswered(error: unknown): boolean {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode !== undefined;
}
