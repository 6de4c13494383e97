import { S3Error } from "../s3-error";
import type { S3Request } from "../s3-request";

/**
 * Refuses `response-content-disposition` and the like when their text cannot stand in a header.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 *
 * @throws S3Error
 */
export function checkOverrides({ query }: S3Request): void {
  const [name, value] =
    query.find(([candidate, text]) => candidate.startsWith("response-") && !FITS_A_HEADER.test(text)) ?? [];
  if (name !== undefined && value !== undefined) {
    throw new S3Error("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", {
      ArgumentName: name,
      ArgumentValue: value,
    });
  }
}

const FITS_A_HEADER = /^[\t\x20-\x7e\x80-\xff]*$/;
