import { pipeline } from "node:stream/promises";
import { S3Error } from "../s3-error";
import { header, type S3Request } from "../s3-request";
import { storedHeaders } from "../store/metadata";
import { httpDate, type StoredObject } from "../store/stored-object";
import type { S3Call } from "./operation";

/**
 * Handles GetObject, and HeadObject, which sends the same headers without the bytes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @throws S3Error when the object does not exist, or does not have the requested bytes
 */
export async function getObject({ bucket: { store }, s3, response }: S3Call): Promise<void> {
  const overrides = headerOverrides(s3);
  const object = store.get(s3.key);
  if (object === undefined) {
    throw new S3Error("NoSuchKey", undefined, { Key: s3.key });
  }
  const { sizeBytes, metadata } = object;
  const range = readRange(header(s3, "range"), sizeBytes);
  const validators = { etag: `"${object.md5}"`, "last-modified": httpDate(object.storedAt) };
  if (isKnownToClient(s3, object)) {
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
  if (s3.method === "HEAD") {
    response.end();
    return;
  }
  try {
    await pipeline(store.read(object, start, end), response);
  } catch (error) {
    // A client that disconnects early is not an error of the server.
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

/**
 * Reads the response headers that a GET or HEAD overrides, such as `response-content-disposition`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 *
 * @throws S3Error for a header that cannot be overridden, or an invalid header value
 */
function headerOverrides({ query }: S3Request): Readonly<Record<string, string>> {
  const overrides = query.filter(([name]) => name.startsWith(overridePrefix));
  for (const [name, value] of overrides) {
    const details = { ArgumentName: name, ArgumentValue: value };
    if (!storedHeaders.includes(name.slice(overridePrefix.length))) {
      const message = `${name} is not in the set of overridable response headers. Please refer to the S3 API documentation for a complete list of overridable response headers.`;
      throw new S3Error("InvalidArgument", message, details);
    }
    if (!fitsInAHeader.test(value)) {
      throw new S3Error("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", details);
    }
  }
  return Object.fromEntries(overrides.map(([name, value]) => [name.slice(overridePrefix.length), value]));
}

const overridePrefix = "response-";

const fitsInAHeader = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Positions of the first and the last byte. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Parses `Range: bytes=first-last`, `bytes=first-` or `bytes=-count`. S3 supports one range per request and ignores
 * an invalid range. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 *
 * @returns `undefined` for the whole object
 * @throws S3Error when the object does not have the requested bytes
 */
function readRange(range: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (range === undefined || (!first && !last)) {
    return undefined;
  }
  const start = first ? Number(first) : Math.max(0, sizeBytes - Number(last));
  const end = first && last ? Math.min(Number(last), sizeBytes - 1) : sizeBytes - 1;
  if (first && last && Number(last) < Number(first)) {
    return undefined;
  }
  if (start > end) {
    throw new S3Error("InvalidRange", undefined, { RangeRequested: range, ActualObjectSize: sizeBytes });
  }
  return { start, end };
}
