import type { IncomingMessage } from "node:http";
import type { Bucket } from "../bucket";
import { header, type S3Request } from "../s3-request";
import { writtenMetadata } from "../store/metadata";
import { checkUpload } from "./check-upload";

/**
 * PutObject. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 *
 * @param payloadHash What the signature says of the body.
 * @returns The ETag.
 * @throws S3Error when the body is not as declared
 */
export async function putObject(
  { store }: Bucket,
  request: S3Request,
  body: IncomingMessage,
  payloadHash: string,
): Promise<string> {
  checkUpload(request, payloadHash);
  const md5 = header(request, "content-md5");
  const object = await store.put(request.key, body, writtenMetadata(request), {
    sizeBytes: Number(header(request, "content-length")),
    ...(/^[0-9a-f]{64}$/.test(payloadHash) ? { sha256: payloadHash } : {}),
    ...(md5 === undefined ? {} : { md5 }),
  });
  return `"${object.md5}"`;
}
