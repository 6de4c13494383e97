import { S3Error } from "../s3-error";
import { header, type S3Request } from "../s3-request";
import { writtenMetadata } from "../store/metadata";
import type { S3Call } from "./operation";

/**
 * Handles PutObject. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 *
 * @throws S3Error when the body does not match its declaration
 */
export async function putObject({ bucket, s3, request, response, payloadHash }: S3Call): Promise<void> {
  checkUpload(s3, payloadHash);
  const md5 = header(s3, "content-md5");
  const object = await bucket.store.put(s3.key, request, writtenMetadata(s3), {
    sizeBytes: Number(header(s3, "content-length")),
    ...(/^[0-9a-f]{64}$/.test(payloadHash) ? { sha256: payloadHash } : {}),
    ...(md5 === undefined ? {} : { md5 }),
  });
  response.writeHead(200, { etag: `"${object.md5}"`, "content-length": 0 }).end();
}

/** Rejects an upload with an unsupported kind of body. @throws S3Error */
function checkUpload(request: S3Request, payloadHash: string): void {
  if (payloadHash.startsWith("STREAMING-")) {
    throw new S3Error(
      "NotImplemented",
      'Bodies in signed chunks are not supported. Create the client with requestChecksumCalculation: "WHEN_REQUIRED", and pass a body of known length',
    );
  }
  const length = header(request, "content-length");
  if (length === undefined) {
    throw new S3Error("MissingContentLength");
  }
  if (Number(length) > largestUploadBytes) {
    throw new S3Error("EntityTooLarge", undefined, {
      ProposedSize: length,
      MaxSizeAllowed: largestUploadBytes,
    });
  }
  const md5 = header(request, "content-md5");
  if (md5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(md5)) {
    throw new S3Error("InvalidDigest", undefined, { "Content-MD5": md5 });
  }
}

/** Limit of one PUT, 5 GiB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const largestUploadBytes = 5 * 1024 ** 3;
