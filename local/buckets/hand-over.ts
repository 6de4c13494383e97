import type { IncomingMessage } from "node:http";
import type { Buckets } from "./bucket";
import { keyToToken } from "./engine/key-token";
import { readCopySource } from "./operations/read-copy-source";
import { readRange } from "./operations/read-range";
import { S3Error } from "./s3-error";
import { header, type S3Request } from "./s3-request";

/**
 * Rewrites a request that was let through into the words that S3rver reads without fault: a key of letters and
 * digits, a range with both ends, no signature, no origin.
 *
 * @param payloadHash What the signature says of the body.
 * @throws S3Error when the object that is asked for is not there, or has no such bytes
 */
export function rewriteForEngine(
  request: IncomingMessage,
  s3: S3Request,
  payloadHash: string,
  buckets: Buckets,
): void {
  const { headers } = request;
  const source = header(s3, "x-amz-copy-source");
  if (source !== undefined) {
    const { bucketName, key } = readCopySource(source, buckets);
    headers["x-amz-copy-source"] = `${bucketName}/${keyToToken(key)}`;
  }
  rewriteRange(request, s3, buckets);
  for (const name of ["authorization", "origin", "x-amz-date", "x-amz-security-token"]) {
    delete headers[name];
  }
  headers["x-amz-content-sha256"] = payloadHash;
  const query = new URLSearchParams();
  for (const [name, value] of s3.query.filter(([candidate]) => isForEngine(candidate))) {
    query.append(name, value);
  }
  request.url = `/${s3.bucketName}/${keyToToken(s3.key)}?${query}`;
}

function rewriteRange(request: IncomingMessage, s3: S3Request, buckets: Buckets): void {
  if (s3.method !== "GET" && s3.method !== "HEAD") {
    return;
  }
  const object = buckets.get(s3.bucketName)?.store.get(s3.key);
  if (object === undefined) {
    throw new S3Error("NoSuchKey", undefined, { Key: s3.key });
  }
  const range = readRange(header(s3, "range"), object.sizeBytes);
  if (range === undefined) {
    delete request.headers.range;
  } else {
    request.headers.range = `bytes=${range.start}-${range.end}`;
  }
}

/** Metadata may stand in a presigned URL instead of in headers; what the signature consists of may not pass. */
function isForEngine(name: string): boolean {
  return name.startsWith("response-") || name.toLowerCase().startsWith("x-amz-meta-");
}
