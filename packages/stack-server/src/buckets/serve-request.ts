import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Log } from "../log";
import { answerError, setCommonHeaders } from "./answer";
import { answerPreflight, setCorsHeaders } from "./cors";
import { copyObject } from "./operations/copy-object";
import { deleteObjects } from "./operations/delete-objects";
import { getObject } from "./operations/get-object";
import { listObjects } from "./operations/list-objects";
import type { Bucket, S3Call } from "./operations/operation";
import { putObject } from "./operations/put-object";
import { S3Error } from "./s3-error";
import { header, parameter, readRequest, type S3Request } from "./s3-request";
import { type SignatureContext, verifySignature } from "./signature/verify-signature";

/** Dependencies of {@link serveRequest}. */
export interface ServingContext extends Omit<SignatureContext, "now"> {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly clock: Clock;
  readonly log: Log;
  /** Faults to inject into requests with a valid signature. @default - none */
  readonly faults?: Faults | undefined;
}

/** Handles or rejects a request to a bucket. Never rejects its promise. */
export async function serveRequest(
  bucket: Bucket,
  request: IncomingMessage,
  response: ServerResponse,
  context: ServingContext,
): Promise<void> {
  try {
    const { buckets, region, clock } = context;
    setCommonHeaders(response, clock);
    const s3 = readRequest(request);
    if (s3.method === "OPTIONS") {
      answerPreflight(s3, bucket.model.corsRules, response);
      return;
    }
    setCorsHeaders(s3, bucket.model.corsRules, response);
    const payloadHash = verifySignature(s3, { ...context, now: clock.now() });
    const operation = operationOf(s3);
    const names = [bucket.model.bucketName, operation];
    const fault = await context.faults?.apply({ place: "bucket", names, content: request.url });
    if (fault === "refuse") {
      throw new S3Error("SlowDown");
    }
    if (fault === "lose") {
      // The operation sends its own response. Discard it, and close the connection.
      response.write = () => true;
      response.end = () => response.destroy();
    }
    await operations[operation]({ bucket, buckets, region, s3, request, response, payloadHash });
  } catch (error) {
    answerError(response, toS3Error(error, request, context.log));
  }
}

/** The supported operations, by their names in the S3 API. */
const operations = {
  CopyObject: copyObject,
  DeleteObject: ({ bucket, s3, response }: S3Call) => {
    bucket.store.delete(s3.key);
    response.writeHead(204).end();
  },
  DeleteObjects: deleteObjects,
  GetObject: getObject,
  HeadBucket: ({ region, response }: S3Call) => {
    response.writeHead(200, { "x-amz-bucket-region": region }).end();
  },
  HeadObject: getObject,
  ListObjectsV2: listObjects,
  PutObject: putObject,
} satisfies Record<string, (call: S3Call) => Promise<void> | void>;

/** Returns the operation of a request. @throws S3Error that names the part that is not supported */
function operationOf(request: S3Request): keyof typeof operations {
  const unknown = request.query.map(([name]) => name).find((name) => !isKnown(name));
  if (unknown !== undefined) {
    throw new S3Error("NotImplemented", `The query parameter ${unknown} is not supported`);
  }
  const type = request.key === "" ? "BUCKET" : "OBJECT";
  const name = operationNames[`${request.method} ${type}`];
  if (name === "ListObjectsV2" && parameter(request, "list-type") !== "2") {
    throw new S3Error("NotImplemented", "ListObjects is not supported. Use ListObjectsV2");
  }
  if (name === undefined || (name === "DeleteObjects" && parameter(request, "delete") === undefined)) {
    throw new S3Error("MethodNotAllowed", undefined, { Method: request.method, ResourceType: type });
  }
  return name === "PutObject" && header(request, "x-amz-copy-source") !== undefined ? "CopyObject" : name;
}

const operationNames: Readonly<Record<string, keyof typeof operations>> = {
  "DELETE OBJECT": "DeleteObject",
  "GET BUCKET": "ListObjectsV2",
  "GET OBJECT": "GetObject",
  "HEAD BUCKET": "HeadBucket",
  "HEAD OBJECT": "HeadObject",
  "POST BUCKET": "DeleteObjects",
  "PUT OBJECT": "PutObject",
};

const knownParameters = [
  "continuation-token",
  "delete",
  "delimiter",
  "fetch-owner",
  "list-type",
  "max-keys",
  "prefix",
  "start-after",
  // The SDKs add the name of the operation. S3 ignores it.
  "x-id",
];

function isKnown(name: string): boolean {
  return knownParameters.includes(name) || /^(x-amz-|response-)/i.test(name);
}

/**
 * Converts an error to an S3Error: to IncompleteBody if the client disconnected during the request, and to
 * InternalError if the error is unknown. Logs unknown errors.
 */
function toS3Error(error: unknown, request: IncomingMessage, log: Log): S3Error {
  if (error instanceof S3Error) {
    return error;
  }
  if (!request.complete && (request.destroyed || isParserError(error))) {
    return new S3Error("IncompleteBody");
  }
  log({ level: "error", source: "buckets", message: "a request failed", fields: { error } });
  return new S3Error("InternalError");
}

/** Returns whether Node's HTTP parser reports that the body ended too early. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("HPE_");
}
