import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  type S3Client,
  type _Error as S3Error,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";

const stateSchema = z.object({ resources: z.array(z.unknown()).default([]) });

/** Returns the keys of a bucket's states that still contain resources. */
export async function livingStates(client: S3Client, bucket: string): Promise<readonly string[]> {
  const living: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key } of page.Contents ?? []) {
      if (Key?.endsWith(".tfstate") && (await holdsResources(client, bucket, Key))) {
        living.push(Key);
      }
    }
  }
  return living;
}

/**
 * Deletes all versions of all objects, then the bucket.
 * @throws UserError that names an object that cannot be deleted
 */
export async function deleteBucketWithVersions(client: S3Client, Bucket: string): Promise<void> {
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    const Objects = versions.flatMap(({ Key, VersionId }) => (Key === undefined ? [] : [{ Key, VersionId }]));
    if (Objects.length === 0) {
      break;
    }
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    refuseErrors(Bucket, Errors);
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
}

function refuseErrors(bucket: string, errors: readonly S3Error[]): void {
  if (errors[0]) {
    const { Key = "An object", Message = "no reason given" } = errors[0];
    throw new UserError(
      `${Key} of ${bucket} cannot be deleted: ${Message}. Your credentials need permission to delete versions (s3:DeleteObjectVersion).`,
    );
  }
}

async function holdsResources(client: S3Client, Bucket: string, Key: string): Promise<boolean> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  const parsed = stateSchema.safeParse(JSON.parse((await Body?.transformToString()) ?? "{}"));
  // A state that cannot be read may contain resources.
  return !parsed.success || parsed.data.resources.length > 0;
}
