import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { readSettings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { explained, objectClient } from "../aws-clients";
import { jsonText } from "../json-text";
import { say } from "../output";

const localFile = "checks/e2e/auth.json";

/** Where the end-to-end test of kite-build reads it, in the source bucket. */
const sessionKey = "e2e/auth.json";

/** Nobody else on the machine reads what is kept out of the repository. */
const ownerOnly = 0o600;

/**
 * Uploads the session of Telegram Web to where the end-to-end test reads it, and deletes it here.
 * @throws UserError when there is none, or when S3 refuses it
 */
export async function uploadSession(): Promise<void> {
  const settings = readSettings();
  const path = join(repositoryFolder, localFile);
  if (!existsSync(path)) {
    throw new UserError(`There is no ${localFile}: docs/e2e.md says how to make it.`);
  }
  const session = readFileSync(path);
  if (!sessionText.safeParse(session.toString()).success) {
    // The content is a login: no message repeats it.
    throw new UserError(
      `${localFile}: expected the JSON that "playwright open --save-storage" writes. Make it again: docs/e2e.md.`,
    );
  }
  await requireCredentials(settings);
  const { bucket: Bucket } = settings.deployment.source;
  const object = { Bucket, Key: sessionKey, Body: session, ContentType: "application/json" };
  await explained(
    objectClient(settings).send(new PutObjectCommand(object)),
    ({ name, message }) =>
      `${localFile} was not uploaded to the bucket ${Bucket} (${name}: ${message}), and is still here. "npm run deploy-build" creates the bucket.`,
  );
  rmSync(path);
  say(`Uploaded s3://${Bucket}/${sessionKey}, and deleted ${localFile} here.`);
}

/** What "playwright open --save-storage" writes. */
const sessionText = jsonText.pipe(z.object({ origins: z.unknown() }));

/**
 * Downloads an object into a file that only the owner can read.
 * @throws UserError when S3 does not give it
 */
export async function fetchObject(bucket: string, key: string, file: string): Promise<void> {
  const answer = objectClient(readSettings()).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const content = await explained(
    answer.then(({ Body }) => Body?.transformToByteArray()),
    ({ name, message }) =>
      `s3://${bucket}/${key} could not be fetched (${name}: ${message}); docs/pipeline.md says who puts it there.`,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content ?? "", { mode: ownerOnly });
  say(`Fetched s3://${bucket}/${key}, ${content?.byteLength ?? 0} bytes.`);
}
