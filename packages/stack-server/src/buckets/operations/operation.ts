import { S3Error } from "../s3-error";
import { header, parameter, type S3Request } from "../s3-request";

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
  const operation = request.key === "" ? bucketOperation(request) : objectOperation(request);
  if (operation === undefined) {
    throw new S3Error("MethodNotAllowed", undefined, {
      Method: request.method,
      ResourceType: request.key === "" ? "BUCKET" : "OBJECT",
    });
  }
  return operation;
}

const KNOWN_PARAMETERS = [
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
  return KNOWN_PARAMETERS.includes(name) || /^(x-amz-|response-)/i.test(name);
}

function bucketOperation(request: S3Request): Operation | undefined {
  switch (request.method) {
    case "GET":
      if (parameter(request, "list-type") !== "2") {
        throw new S3Error("NotImplemented", "The local run serves ListObjectsV2, not the older ListObjects");
      }
      return "ListObjectsV2";
    case "HEAD":
      return "HeadBucket";
    case "POST":
      return parameter(request, "delete") === undefined ? undefined : "DeleteObjects";
    default:
      return undefined;
  }
}

function objectOperation(request: S3Request): Operation | undefined {
  switch (request.method) {
    case "DELETE":
      return "DeleteObject";
    case "GET":
      return "GetObject";
    case "HEAD":
      return "HeadObject";
    case "PUT":
      return header(request, "x-amz-copy-source") === undefined ? "PutObject" : "CopyObject";
    default:
      return undefined;
  }
}
