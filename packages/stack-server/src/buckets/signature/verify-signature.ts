import { createHmac, timingSafeEqual } from "node:crypto";
import { S3Error } from "../s3-error";
import type { S3Request } from "../s3-request";
import { canonicalRequest, sha256 } from "./canonical-request";
import { type ClaimedSignature, readClaim } from "./claimed-signature";
import { checkTime } from "./signing-time";

/** Data for the verification of a signature. */
export interface SignatureContext {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Names and ports under which clients reach this server. A tunnel may change the `Host` header. */
  readonly publicHosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Verifies a signature of Signature Version 4 in a header or in the URL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 *
 * @returns the signed hash of the body: its SHA-256 in hex, or `UNSIGNED-PAYLOAD`
 * @throws S3Error
 */
export function verifySignature(request: S3Request, context: SignatureContext): string {
  const claim = readClaim(request);
  checkScope(claim, context);
  checkTime(claim, context.now);
  checkSignedHeaders(request, claim);
  const hosts = new Set([...(request.headers.host ?? []), ...context.publicHosts]);
  const given = Buffer.from(claim.signature);
  const isSigned = [...hosts].some((host) => {
    const wanted = Buffer.from(sign(request, claim, host, context.credentials.secretAccessKey));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (!isSigned) {
    throw new S3Error("SignatureDoesNotMatch", undefined, { AWSAccessKeyId: claim.accessKeyId });
  }
  return claim.payloadHash;
}

function checkScope(claim: ClaimedSignature, { credentials, region }: SignatureContext): void {
  if (claim.accessKeyId !== credentials.accessKeyId) {
    throw new S3Error("InvalidAccessKeyId", undefined, { AWSAccessKeyId: claim.accessKeyId });
  }
  const code = claim.errorCode;
  if (claim.region !== region) {
    throw new S3Error(code, `the region '${claim.region}' is wrong; expecting '${region}'`, {
      Region: region,
    });
  }
  if (claim.service !== "s3") {
    throw new S3Error(code, `incorrect service "${claim.service}". This endpoint belongs to "s3".`);
  }
  if (claim.scopeDate !== claim.signedAt.slice(0, 8)) {
    throw new S3Error(
      code,
      `Invalid credential date "${claim.scopeDate}". This date is not the same as X-Amz-Date: "${claim.signedAt.slice(0, 8)}".`,
    );
  }
}

/** `host` and every `x-amz-` header must be signed: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function checkSignedHeaders(request: S3Request, { signedHeaders }: ClaimedSignature): void {
  const wanted = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
  const unsigned = wanted.filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) {
    throw new S3Error("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: unsigned.join(", "),
    });
  }
}

function sign(request: S3Request, claim: ClaimedSignature, host: string, secretAccessKey: string): string {
  const { scopeDate, region, service, signedAt, signedHeaders, payloadHash } = claim;
  const key = [scopeDate, region, service, "aws4_request"].reduce<string | Buffer>(
    (secret, text) => createHmac("sha256", secret).update(text).digest(),
    `AWS4${secretAccessKey}`,
  );
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    signedAt,
    `${scopeDate}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest(request, { signedHeaders, host, payloadHash })),
  ].join("\n");
  return createHmac("sha256", key).update(stringToSign).digest("hex");
}
