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
import { type Bucket, type Operation, operationOf, type S3Call } from "./operations/operation";
import { putObject } from "./operations/put-object";
import { S3Error } from "./s3-error";
import { readRequest } from "./s3-request";
import { type SignatureContext, verifySignature } from "./signature/verify-signature";

/** What serves the requests of all buckets. */
export interface ServingContext {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly signature: Omit<SignatureContext, "now">;
  readonly clock: Clock;
  readonly log: Log;
  /** What is asked to go wrong. @default - nothing */
  readonly faults?: Faults | undefined;
}

/** Answers a request to a bucket, or refuses it; never rejects. */
export async function serveRequest(
  bucket: Bucket,
  request: IncomingMessage,
  response: ServerResponse,
  context: ServingContext,
): Promise<void> {
  try {
    const { buckets, signature, clock } = context;
    setCommonHeaders(response, clock);
    const s3 = readRequest(request);
    if (s3.method === "OPTIONS") {
      answerPreflight(s3, bucket.model.corsRules, response);
      return;
    }
    setCorsHeaders(s3, bucket.model.corsRules, response);
    const payloadHash = verifySignature(s3, { ...signature, now: clock.now() });
    const operation = operationOf(s3);
    const names = [bucket.model.bucketName, operation];
    const fault = await context.faults?.apply({ place: "bucket", names, content: request.url });
    if (fault === "refuse") {
      throw new S3Error("SlowDown");
    }
    if (fault === "lose") {
      // The operation writes its answer by itself: the answer goes nowhere, and the connection ends.
      response.write = () => true;
      response.end = () => response.destroy();
    }
    await operations[operation]({
      bucket,
      buckets,
      region: signature.region,
      s3,
      request,
      response,
      payloadHash,
    });
  } catch (error) {
    answerError(response, toS3Error(error, request, context.log));
  }
}

const operations: Readonly<Record<Operation, (call: S3Call) => Promise<void> | void>> = {
  CopyObject: copyObject,
  DeleteObject: ({ bucket, s3, response }) => {
    bucket.store.delete(s3.key);
    response.writeHead(204).end();
  },
  DeleteObjects: deleteObjects,
  GetObject: getObject,
  HeadBucket: ({ region, response }) => {
    response.writeHead(200, { "x-amz-bucket-region": region }).end();
  },
  HeadObject: getObject,
  ListObjectsV2: listObjects,
  PutObject: putObject,
};

/**
 * Any error as an answer: an S3Error as it is, a client that went away as an incomplete body, and others as an
 * InternalError that is logged.
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

/** Whether Node's HTTP parser found the end of the body too early. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("HPE_");
}
