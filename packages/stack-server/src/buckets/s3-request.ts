import type { IncomingMessage } from "node:http";
import { decode } from "../http";
import { S3Error } from "./s3-error";

/** The decoded parts of a path-style request. */
export interface S3Request {
  readonly method: string;
  readonly bucketName: string;
  /** Key of the object. Empty for a request to the bucket itself. */
  readonly key: string;
  /** True if a slash follows the bucket's name. `/bucket/` and `/bucket` mean the same, except in a signature. */
  readonly hasKeySlash: boolean;
  /** Parameters in their original order. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** Returns the name of the bucket in a request's path, or `undefined` if the path cannot contain one. */
export function bucketNameOf(url: string | undefined): string | undefined {
  const [, segment] = /^\/([^/?]+)/.exec(url ?? "") ?? [];
  return segment === undefined ? undefined : decode(segment);
}

/** Parses a path-style request. @throws S3Error when the encoding of the path or a parameter is invalid */
export function readRequest(request: IncomingMessage): S3Request {
  const [path = "", ...query] = (request.url ?? "").split("?");
  const slash = path.indexOf("/", 1);
  const key = decodePart(slash === -1 ? "" : path.slice(slash + 1));
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes > longestKeyBytes) {
    throw new S3Error("KeyTooLongError", undefined, { Size: keyBytes, MaxSizeAllowed: longestKeyBytes });
  }
  return {
    method: request.method ?? "GET",
    bucketName: decodePart(path.slice(1, slash === -1 ? undefined : slash)),
    key,
    hasKeySlash: slash !== -1,
    query: readQuery(query.join("?")),
    headers: request.headersDistinct,
  };
}

const longestKeyBytes = 1024;

/** Returns the first value of a parameter. As in S3, names are case-sensitive. */
export function parameter({ query }: S3Request, name: string): string | undefined {
  return query.find(([other]) => other === name)?.[1];
}

/** Returns the first value of a header. */
export function header({ headers }: S3Request, name: string): string | undefined {
  return headers[name]?.[0];
}

/** Assumed: a `+` means a space, as in forms. SDKs write `%20` and `%2B`. */
function readQuery(query: string): readonly (readonly [string, string])[] {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.replaceAll("+", " ").split("=");
      return [decodePart(name), decodePart(value.join("="))];
    });
}

function decodePart(text: string): string {
  const decoded = decode(text);
  if (decoded === undefined) {
    throw new S3Error("InvalidURI", undefined, { URI: text });
  }
  return decoded;
}
