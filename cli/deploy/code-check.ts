import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { absentObject, explained, ifThere, objectClient } from "../aws-clients";

/**
 * Checks that the bucket of the deployment has the code of the functions. Code from an asset is not checked, because
 * the deploy packages it.
 * @throws UserError that names every missing zip, and how to upload it
 */
export async function requireFunctionCode(settings: Settings): Promise<void> {
  const { code } = settings.deployment;
  if (code.from === "asset") {
    return;
  }
  const client = objectClient(settings);
  const missing: string[] = [];
  for (const key of Object.values(code.keys)) {
    if (!(await exists(client, code.bucket, key))) {
      missing.push(key);
    }
  }
  if (missing.length > 0) {
    const remedy = code.shippedByPipeline
      ? 'Deploy the stack kite-build first, which uploads the seed zips: "npm run deploy-build".'
      : "Upload the zips, or correct s3SourceBucketName and the keys in the deployment file.";
    throw new UserError(`The bucket ${code.bucket} lacks ${missing.join(", ")}. ${remedy}`);
  }
}

async function exists(client: S3Client, Bucket: string, Key: string): Promise<boolean> {
  const answer = client.send(new HeadObjectCommand({ Bucket, Key }));
  const found = await explained(
    ifThere(answer, ...absentObject),
    ({ name, message }) =>
      `${Key} in the bucket ${Bucket} cannot be read: ${name}, ${message}. Your credentials need permission to read the zips of the functions.`,
  );
  return found !== undefined;
}
