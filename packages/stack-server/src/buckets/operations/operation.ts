import type { IncomingMessage, ServerResponse } from "node:http";
import type { BucketModel } from "../../stack/model";
import { S3Error } from "../s3-error";
import { header, parameter, type S3Request } from "../s3-request";
import type { ObjectStore } from "../store/object-store";

/** A bucket of the server: what the stack declares of it, and its objects. */
export interface Bucket {
  readonly model: BucketModel;
  readonly store: ObjectStore;
}

/** A call of an operation, which answers it or throws an S3Error. */
export interface S3Call {
  readonly bucket: Bucket;
  /** All buckets, by name. */
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly region: string;
  readonly s3: S3Request;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the signature says of the body: its SHA-256 in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

/** The operations that are served, by their names in the API of S3. */
export type Operation =
  | "CopyObject"
  | "DeleteObject"
  | "DeleteObjects"
  | "GetObject"
  | "HeadBucket"
  | "HeadObject"
  | "ListObjectsV2"
  | "PutObject";

/** Which operation a request asks for. @throws S3Error for one that is not served: it is named, never guessed */
export function operationOf(request: S3Request): Operation {
  const unknown = request.query.map(([name]) => name).find((name) => !isKnown(name));
  if (unknown !== undefined) {
    throw new S3Error("NotImplemented", `The local run does not serve the query parameter ${unknown}`);
  }
  const type = request.key === "" ? "BUCKET" : "OBJECT";
  switch (`${request.method} ${type}`) {
    case "DELETE OBJECT":
      return "DeleteObject";
    case "GET BUCKET":
      if (parameter(request, "list-type") !== "2") {
        throw new S3Error("NotImplemented", "The local run serves ListObjectsV2, not the older ListObjects");
      }
      return "ListObjectsV2";
    case "GET OBJECT":
      return "GetObject";
    case "HEAD BUCKET":
      return "HeadBucket";
    case "HEAD OBJECT":
      return "HeadObject";
    case "PUT OBJECT":
      return header(request, "x-amz-copy-source") === undefined ? "PutObject" : "CopyObject";
  }
  if (request.method === "POST" && type === "BUCKET" && parameter(request, "delete") !== undefined) {
    return "DeleteObjects";
  }
  throw new S3Error("MethodNotAllowed", undefined, { Method: request.method, ResourceType: type });
}

const knownParameters = [
  "continuation-token",
  "delete",
  "delimiter",
  "fetch-owner",
  "list-type",
  "max-keys",
  "prefix",
  "start-after",
  // The SDKs name the operation in it, for people who read logs.
  "x-id",
];

function isKnown(name: string): boolean {
  return knownParameters.includes(name) || /^(x-amz-|response-)/i.test(name);
}
