import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { objectClient } from "../aws-clients";
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
  refuseOtherContent(session.toString());
  await requireCredentials(settings);
  await upload(settings, session);
  rmSync(path);
  say(`Uploaded s3://${settings.deployment.source.bucket}/${sessionKey}, and deleted ${localFile} here.`);
}

/** The content is a login: no message repeats it. */
function refuseOtherContent(text: string): void {
  const wanted = `${localFile}: expected the JSON that "playwright open --save-storage" writes. Make it again: docs/e2e.md.`;
  let session: unknown;
  try {
    session = JSON.parse(text);
  } catch {
    throw new UserError(wanted);
  }
  if (!(typeof session === "object" && session !== null && "origins" in session)) {
    throw new UserError(wanted);
  }
}

async function upload(settings: Settings, Body: Uint8Array): Promise<void> {
  const { bucket: Bucket } = settings.deployment.source;
  const client = objectClient(settings);
  try {
    await client.send(
      new PutObjectCommand({ Bucket, Key: sessionKey, Body, ContentType: "application/json" }),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UserError(
      `${localFile} was not uploaded to the bucket ${Bucket} (${reason}), and is still here. "npm run deploy-build" creates the bucket.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}

/**
 * Downloads an object into a file that only the owner can read.
 * @throws UserError when S3 does not give it
 */
export async function fetchObject(bucket: string, key: string, file: string): Promise<void> {
  const content = await read(bucket, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: ownerOnly });
  say(`Fetched s3://${bucket}/${key}, ${content.byteLength} bytes.`);
}

async function read(Bucket: string, Key: string): Promise<Uint8Array> {
  const client = objectClient(readSettings());
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UserError(
      `s3://${Bucket}/${Key} could not be fetched (${reason}); docs/pipeline.md says who puts it there.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}
