import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { requireCredentials } from "../account";
import { explained, objectClient } from "../aws-clients";
import { jsonText } from "../json-text";
import { say } from "../output";
import { readSettingsWithWarnings } from "../warned-settings";

const localFile = "checks/e2e/auth.json";

/** Key in the source bucket from which the end-to-end test of kite-build reads the session. */
const sessionKey = "e2e/auth.json";

/** File mode that prevents other users of the machine from reading the session. */
const ownerOnly = 0o600;

/**
 * Uploads the session of Telegram Web for the end-to-end test, and deletes the local file.
 * @throws UserError if there is no session, or if S3 rejects it
 */
export async function uploadSession(): Promise<void> {
  const settings = readSettingsWithWarnings();
  const path = join(repositoryFolder, localFile);
  if (!existsSync(path)) {
    throw new UserError(`There is no ${localFile}. docs/e2e.md describes how to create it.`);
  }
  const session = readFileSync(path);
  if (!sessionText.safeParse(session.toString()).success) {
    // The file contains a login, so the message must not quote it.
    throw new UserError(
      `${localFile}: expected the JSON that "playwright open --save-storage" writes. Create it again as docs/e2e.md describes.`,
    );
  }
  await requireCredentials(settings);
  const { bucket: Bucket } = settings.deployment.source;
  const object = { Bucket, Key: sessionKey, Body: session, ContentType: "application/json" };
  await explained(
    objectClient(settings).send(new PutObjectCommand(object)),
    ({ name, message }) =>
      `${localFile} could not be uploaded to the bucket ${Bucket} (${name}: ${message}). The local file is still here. "npm run deploy-build" creates the bucket.`,
  );
  rmSync(path);
  say(`Uploaded s3://${Bucket}/${sessionKey}, and deleted the local ${localFile}.`);
}

/** Schema of the file that "playwright open --save-storage" writes. */
const sessionText = jsonText.pipe(z.object({ origins: z.unknown() }));

/**
 * Downloads an object into a file that only the owner can read.
 * @throws UserError if S3 does not return it
 */
export async function fetchObject(bucket: string, key: string, file: string): Promise<void> {
  const answer = objectClient(readSettingsWithWarnings()).send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
  );
  const content = await explained(
    answer.then(({ Body }) => Body?.transformToByteArray()),
    ({ name, message }) =>
      `s3://${bucket}/${key} could not be downloaded (${name}: ${message}). docs/pipeline.md describes how to upload it.`,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content ?? "", { mode: ownerOnly });
  say(`Downloaded s3://${bucket}/${key}, ${content?.byteLength ?? 0} bytes.`);
}
