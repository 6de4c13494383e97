import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { UserError } from "../../constructs/user-error";
import { usageError } from "../../settings/command-line";
import { readSettings } from "../../settings/settings";
import { objectClient } from "../aws-clients";
import { runScript, say } from "../command";

const usage = `tsx cli/commands/fetch-object.ts s3://<bucket>/<key> <file>
Fetches an object for a build whose image has no AWS command line. Only the owner can read the file.`;

/** Nobody else on the machine reads what is kept out of the repository. */
const OWNER_ONLY = 0o600;

runScript({ usage, flags: [], arguments: ["object", "file"] }, async (_flags, object = "", file = "") => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(object) ?? [];
  if (bucket === undefined || key === undefined) {
    throw usageError(`Got "${object}"; wanted s3://<bucket>/<key>`, usage);
  }
  const content = await fetchObject(bucket, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: OWNER_ONLY });
  say(`Fetched ${object}, ${content.byteLength} bytes.`);
});

async function fetchObject(bucket: string, key: string): Promise<Uint8Array> {
  const client = objectClient(readSettings());
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UserError(
      `s3://${bucket}/${key} could not be fetched (${reason}); docs/pipeline.md says who puts it there.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}
