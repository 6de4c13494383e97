import type { IncomingMessage } from "node:http";
import { decode } from "../http";
import { S3Error } from "./s3-error";

/** A path-style request in its parts, decoded. */
export interface S3Request {
  readonly method: string;
  readonly bucketName: string;
  /** Empty when the request is for the bucket itself. */
  readonly key: string;
  /** Whether a slash follows the bucket's name: `/bucket/` and `/bucket` are the same, but not to a signature. */
  readonly hasKeySlash: boolean;
  /** Parameters in the order in which they came. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** The bucket that a request's path names, or `undefined` when the path cannot name one. */
export function bucketNameOf(url: string | undefined): string | undefined {
  const [, segment] = /^\/([^/?]+)/.exec(url ?? "") ?? [];
  return segment === undefined ? undefined : decode(segment);
}

/** Takes a path-style request apart. @throws S3Error when the path or a parameter is not encoded soundly */
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

/** The first value of a parameter; names are told apart by case, as S3 does. */
export function parameter({ query }: S3Request, name: string): string | undefined {
  return query.find(([other]) => other === name)?.[1];
}

/** The first value of a header. */
export function header({ headers }: S3Request, name: string): string | undefined {
  return headers[name]?.[0];
}

/** Assumed: a bare `+` stands for a space, as in forms; SDKs write `%20` and `%2B`. */
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
