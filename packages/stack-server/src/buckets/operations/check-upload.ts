import { S3Error } from "../s3-error";
import { header, type S3Request } from "../s3-request";

/** Refuses an upload whose body cannot be taken as it comes. @throws S3Error */
export function checkUpload(request: S3Request, payloadHash: string): void {
  if (payloadHash.startsWith("STREAMING-")) {
    throw new S3Error(
      "NotImplemented",
      'The local run does not take bodies in signed chunks; give the client requestChecksumCalculation: "WHEN_REQUIRED" and a body of known length',
    );
  }
  const length = header(request, "content-length");
  if (length === undefined) {
    throw new S3Error("MissingContentLength");
  }
  if (Number(length) > LARGEST_UPLOAD_BYTES) {
    throw new S3Error("EntityTooLarge", undefined, {
      ProposedSize: length,
      MaxSizeAllowed: LARGEST_UPLOAD_BYTES,
    });
  }
  const md5 = header(request, "content-md5");
  if (md5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(md5)) {
    throw new S3Error("InvalidDigest", undefined, { "Content-MD5": md5 });
  }
}

/** 5 GiB in one PUT: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const LARGEST_UPLOAD_BYTES = 5 * 1024 ** 3;
