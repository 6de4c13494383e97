import { S3Error } from "../s3-error";

/** Positions of bytes, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `Range: bytes=first-last`, `bytes=first-` or `bytes=-count`. S3 knows one range a request; what it cannot
 * read it ignores. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 *
 * @returns `undefined` when the whole object is meant.
 * @throws S3Error when the object has no such bytes
 */
export function readRange(range: string | undefined, sizeBytes: number): ByteRange | undefined {
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
