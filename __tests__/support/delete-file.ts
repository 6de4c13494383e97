import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { LocalServer } from "@kite-chat/stack-server";

/** Deletes a file from the bucket of a run, as its lifecycle rule does. */
export async function deleteFile(
  server: Pick<LocalServer, "stack" | "url">,
  canonicalUri: string,
): Promise<void> {
  const [bucket] = server.stack.buckets;
  const fileKey = new URL(canonicalUri).pathname.split("/").at(-2);
  const client = new S3Client({
    region: server.stack.region,
    endpoint: server.url,
    forcePathStyle: true,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await client.send(new DeleteObjectCommand({ Bucket: bucket?.bucketName, Key: `files/${fileKey}` }));
  client.destroy();
}
