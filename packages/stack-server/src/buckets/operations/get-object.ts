import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Bucket } from "../bucket";
import { S3Error } from "../s3-error";
import { header, type S3Request } from "../s3-request";
import { httpDate, type StoredObject } from "../store/stored-object";
import { headerOverrides } from "./header-overrides";
import { readRange } from "./read-range";

/**
 * GetObject, and HeadObject, which sends the same headers without the bytes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @throws S3Error when there is no such object, or it has no such bytes
 */
export async function getObject(
  { store }: Bucket,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const overrides = headerOverrides(request);
  const object = store.get(request.key);
  if (object === undefined) {
    throw new S3Error("NoSuchKey", undefined, { Key: request.key });
  }
  const { sizeBytes, metadata } = object;
  const range = readRange(header(request, "range"), sizeBytes);
  const validators = { etag: `"${object.md5}"`, "last-modified": httpDate(object.storedAt) };
  if (isKnownToClient(request, object)) {
    response.writeHead(304, validators).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    ...metadata,
    ...overrides,
    ...validators,
    "accept-ranges": "bytes",
    "content-length": end + 1 - start,
    ...(range && { "content-range": `bytes ${start}-${end}/${sizeBytes}` }),
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  try {
    await pipeline(store.read(object, start, end), response);
  } catch (error) {
    // A client that goes away before the last byte is no failure of ours.
    if (!isPrematureClose(error)) {
      throw error;
    }
  }
}

/** `If-None-Match` takes precedence over `If-Modified-Since`: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 */
function isKnownToClient(request: S3Request, { md5, storedAt }: StoredObject): boolean {
  const etag = header(request, "if-none-match");
  if (etag !== undefined) {
    return etag === "*" || etag === `"${md5}"`;
  }
  return Date.parse(header(request, "if-modified-since") ?? "") >= Date.parse(httpDate(storedAt));
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
