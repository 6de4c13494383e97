import { S3Error, type S3ErrorCode } from "../s3-error";
import { header, parameter, type S3Request } from "../s3-request";

/** The signature of a request, not yet verified. */
export interface ClaimedSignature {
  /** Code for errors in the signature. */
  readonly errorCode: S3ErrorCode;
  readonly accessKeyId: string;
  /** Date of the credential scope, `yyyyMMdd`. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  /** Time of the signature as in the request, `yyyyMMddTHHmmssZ`. */
  readonly signedAt: string;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly signature: string;
  /** Lifetime of a presigned URL. @default - the signature is in a header */
  readonly expiresSeconds: number | undefined;
}

/** Reads the signature in the `Authorization` header or the query. @throws S3Error when it is missing or malformed */
export function readClaim(request: S3Request): ClaimedSignature {
  const authorization = header(request, "authorization");
  const isPresigned = parameter(request, "X-Amz-Algorithm") !== undefined;
  if (authorization !== undefined && isPresigned) {
    throw new S3Error(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    );
  }
  if (authorization !== undefined) {
    return readHeader(request, authorization);
  }
  if (isPresigned) {
    return readQuery(request);
  }
  throw new S3Error("AccessDenied");
}

const signingAlgorithm = "AWS4-HMAC-SHA256";

/**
 * Reads a signature in a header:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
 */
function readHeader(request: S3Request, authorization: string): ClaimedSignature {
  const errorCode = "AuthorizationHeaderMalformed";
  const [algorithm, ...rest] = authorization.trim().split(" ");
  if (algorithm !== signingAlgorithm) {
    throw new S3Error("InvalidArgument", `Unsupported Authorization Type; expected ${signingAlgorithm}`);
  }
  const fields = new Map(
    rest
      .join("")
      .split(",")
      .map((field) => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]),
  );
  const payloadHash = header(request, "x-amz-content-sha256");
  if (payloadHash === undefined) {
    throw new S3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const signedAt = header(request, "x-amz-date");
  if (signedAt === undefined) {
    throw new S3Error("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  }
  return {
    errorCode,
    ...readCredential(fields.get("Credential"), errorCode),
    signedAt,
    signedHeaders: split(fields.get("SignedHeaders"), errorCode, "The SignedHeaders field is missing."),
    payloadHash,
    signature: fields.get("Signature") ?? "",
    expiresSeconds: undefined,
  };
}

/** Reads a signature in a query: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function readQuery(request: S3Request): ClaimedSignature {
  const errorCode = "AuthorizationQueryParametersError";
  if (parameter(request, "X-Amz-Algorithm") !== signingAlgorithm) {
    throw new S3Error(errorCode, `X-Amz-Algorithm only supports "${signingAlgorithm}"`);
  }
  const expires = parameter(request, "X-Amz-Expires") ?? "";
  if (!/^\d{1,9}$/.test(expires)) {
    throw new S3Error(errorCode, "X-Amz-Expires should be a number");
  }
  const expiresSeconds = Number(expires);
  if (expiresSeconds < 1 || expiresSeconds > longestExpiresSeconds) {
    throw new S3Error(
      errorCode,
      `X-Amz-Expires must be at least 1 and less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longestExpiresSeconds} seconds`,
    );
  }
  return {
    errorCode,
    ...readCredential(parameter(request, "X-Amz-Credential"), errorCode),
    signedAt: parameter(request, "X-Amz-Date") ?? "",
    signedHeaders: split(
      parameter(request, "X-Amz-SignedHeaders"),
      errorCode,
      "The X-Amz-SignedHeaders parameter is missing.",
    ),
    payloadHash:
      parameter(request, "X-Amz-Content-Sha256") ??
      header(request, "x-amz-content-sha256") ??
      "UNSIGNED-PAYLOAD",
    signature: parameter(request, "X-Amz-Signature") ?? "",
    expiresSeconds,
  };
}

/** One week. */
const longestExpiresSeconds = 604_800;

function readCredential(credential: string | undefined, code: S3ErrorCode) {
  const [end, service, region, scopeDate, ...accessKeyId] = (credential ?? "").split("/").reverse();
  if (end !== "aws4_request" || accessKeyId.length === 0 || !service || !region || !scopeDate) {
    throw new S3Error(
      code,
      'Error parsing the Credential; it should be in the form "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  return { accessKeyId: accessKeyId.reverse().join("/"), scopeDate, region, service };
}

function split(names: string | undefined, code: S3ErrorCode, missing: string): readonly string[] {
  if (!names) {
    throw new S3Error(code, missing);
  }
  return names.split(";");
}
