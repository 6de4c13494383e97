import { S3Error } from "../s3-error";
import type { ClaimedSignature } from "./claimed-signature";

/**
 * Rejects a signature that is not valid yet or has expired.
 *
 * @param now Milliseconds since 1970.
 * @throws S3Error
 */
export function checkTime(claim: ClaimedSignature, now: number): void {
  const signedAt = parseTime(claim.signedAt);
  if (signedAt === undefined) {
    throw claim.expiresSeconds === undefined
      ? new S3Error("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header")
      : new S3Error(
          "AuthorizationQueryParametersError",
          "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
        );
  }
  if (claim.expiresSeconds === undefined) {
    checkSkew(claim.signedAt, signedAt, now);
  } else {
    checkExpiry(signedAt, claim.expiresSeconds, now);
  }
}

/** Documented for a signature in a header: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html */
const largestSkewMilliseconds = 15 * 60 * 1000;

function checkSkew(text: string, signedAt: number, now: number): void {
  if (Math.abs(now - signedAt) > largestSkewMilliseconds) {
    throw new S3Error("RequestTimeTooSkewed", undefined, {
      RequestTime: text,
      ServerTime: formatTime(now),
      MaxAllowedSkewMilliseconds: largestSkewMilliseconds,
    });
  }
}

/** The messages were observed. Assumed: a URL may start up to 15 minutes in the future, like a signed header. */
function checkExpiry(signedAt: number, expiresSeconds: number, now: number): void {
  const expiresAt = signedAt + expiresSeconds * 1000;
  if (now >= expiresAt) {
    throw new S3Error("AccessDenied", "Request has expired", {
      "X-Amz-Expires": expiresSeconds,
      Expires: formatTime(expiresAt),
      ServerTime: formatTime(now),
    });
  }
  if (signedAt - now > largestSkewMilliseconds) {
    throw new S3Error("AccessDenied", "Request is not valid yet", {
      "X-Amz-Date": formatTime(signedAt),
      ServerTime: formatTime(now),
    });
  }
}

/** Parses `20240131T235959Z` to milliseconds since 1970. */
function parseTime(text: string): number | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function formatTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, "");
}
