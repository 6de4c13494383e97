import type { S3Request } from "../s3-request";

/**
 * Headers that are stored with an object and that a read can override:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
export const storedHeaders: readonly string[] = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/**
 * Returns the headers of a write that later reads return. A presigned URL may also contain metadata, which takes
 * precedence over the headers.
 */
export function writtenMetadata({ headers, query }: S3Request): Readonly<Record<string, string>> {
  const inHeaders = Object.entries(headers)
    .filter(([name]) => storedHeaders.includes(name) || isUserMetadata(name))
    .map(([name, values = []]) => [name, values.join(", ")] as const);
  const inUrl = query
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => isUserMetadata(name));
  return { "content-type": "binary/octet-stream", ...Object.fromEntries([...inHeaders, ...inUrl]) };
}

function isUserMetadata(name: string): boolean {
  return name.startsWith("x-amz-meta-");
}
