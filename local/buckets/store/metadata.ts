/** Headers that are kept with an object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const KEPT_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** Of the headers of a write those that a read gives back. */
export function keptMetadata(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      typeof value === "string" && (KEPT_HEADERS.includes(name) || name.startsWith("x-amz-meta-")),
  );
  return { "content-type": "binary/octet-stream", ...Object.fromEntries(kept) };
}
