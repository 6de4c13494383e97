import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { objectClient } from "../aws-clients";
import { runScript, say } from "../command";

const FILE = "checks/e2e/auth.json";

/** Where the end-to-end test of kite-build reads it, in the source bucket. */
const KEY = "e2e/auth.json";

const usage = `npm run upload-e2e-session
Uploads ${FILE}, the session of Telegram Web, to where the end-to-end test of kite-build reads it, and deletes it here.
docs/e2e.md says how to make it.`;

runScript({ usage, flags: [] }, async () => {
  const settings = readSettings();
  const path = join(REPOSITORY, FILE);
  if (!existsSync(path)) {
    throw new UserError(`There is no ${FILE}: docs/e2e.md says how to make it.`);
  }
  const session = readFileSync(path);
  refuseOtherContent(session.toString());
  await requireCredentials(settings);
  await upload(settings, session);
  rmSync(path);
  say(`Uploaded s3://${settings.deployment.source.bucket}/${KEY}, and deleted ${FILE} here.`);
});

/** The content is a login: no message repeats it. */
function refuseOtherContent(text: string): void {
  const wanted = `${FILE}: expected the JSON that "playwright open --save-storage" writes. Make it again: docs/e2e.md.`;
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
    await client.send(new PutObjectCommand({ Bucket, Key: KEY, Body, ContentType: "application/json" }));
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UserError(
      `${FILE} was not uploaded to the bucket ${Bucket} (${reason}), and is still here. "npm run deploy-build" creates the bucket.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}
