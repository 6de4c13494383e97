import { createHash } from "node:crypto";
import type { S3Request } from "../s3-request";

/** Further inputs of the signature. */
export interface SignedParts {
  /** Lower-case names in the order of the signature. */
  readonly signedHeaders: readonly string[];
  /** Host under which the client reached this server. */
  readonly host: string;
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

/**
 * Returns the text whose hash is signed. S3 encodes a path once and does not normalize its segments.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(request: S3Request, parts: SignedParts): string {
  const headers = parts.signedHeaders.map((name) => `${name}:${headerValue(request, name, parts.host)}\n`);
  return [
    request.method,
    canonicalPath(request),
    canonicalQuery(request),
    headers.join(""),
    parts.signedHeaders.join(";"),
    parts.payloadHash,
  ].join("\n");
}

/** Returns the SHA-256 in hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function headerValue(request: S3Request, name: string, host: string): string {
  if (name === "host") {
    return host;
  }
  return (request.headers[name] ?? []).map((value) => value.trim().replace(/ +/g, " ")).join(",");
}

function canonicalPath({ bucketName, key, hasKeySlash }: S3Request): string {
  const path = hasKeySlash ? `${bucketName}/${key}` : bucketName;
  return `/${path.split("/").map(encode).join("/")}`;
}

function canonicalQuery({ query }: S3Request): string {
  return query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** Percent-encodes everything except `A-Z a-z 0-9 - . _ ~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
