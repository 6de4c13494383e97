import { S3Error } from "../s3-error";
import type { S3Request } from "../s3-request";

/**
 * Reads the response headers that a GET or HEAD overrides: `response-content-disposition` and the like.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 *
 * @throws S3Error for a header that cannot be overridden, or a text that does not fit in a header
 */
export function headerOverrides({ query }: S3Request): Readonly<Record<string, string>> {
  const overrides = query.filter(([name]) => name.startsWith(PREFIX));
  for (const [name, value] of overrides) {
    const details = { ArgumentName: name, ArgumentValue: value };
    if (!OVERRIDABLE_HEADERS.includes(name.slice(PREFIX.length))) {
      const message = `${name} is not in the set of overridable response headers. Please refer to the S3 API documentation for a complete list of overridable response headers.`;
      throw new S3Error("InvalidArgument", message, details);
    }
    if (!FITS_IN_A_HEADER.test(value)) {
      throw new S3Error("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", details);
    }
  }
  return Object.fromEntries(overrides.map(([name, value]) => [name.slice(PREFIX.length), value]));
}

const PREFIX = "response-";

const OVERRIDABLE_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

const FITS_IN_A_HEADER = /^[\t\x20-\x7e\x80-\xff]*$/;
