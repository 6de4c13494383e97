import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Log } from "../log";
import { answerError, answerXml, setCommonHeaders } from "./answer";
import type { Bucket, Buckets } from "./bucket";
import { answerPreflight, setCorsHeaders } from "./cors";
import type { Engine } from "./engine/create-engine";
import { toS3Error } from "./engine/foreign-error";
import { rewriteForEngine } from "./hand-over";
import { checkOverrides } from "./operations/check-overrides";
import { checkUpload } from "./operations/check-upload";
import { deleteObjects } from "./operations/delete-objects";
import { listObjects } from "./operations/list-objects";
import { operationOf } from "./operations/operation";
import { readXmlBody } from "./operations/read-xml-body";
import { S3Error } from "./s3-error";
import { readRequest, type S3Request } from "./s3-request";
import { type SignatureContext, verifySignature } from "./signature/verify-signature";

/** What serves the requests of all buckets. */
export interface ServingContext {
  readonly buckets: Buckets;
  readonly engine: Engine;
  readonly signature: Omit<SignatureContext, "now">;
  readonly clock: Clock;
  readonly log: Log;
  /** What is asked to go wrong. @default nothing */
  readonly faults?: Faults | undefined;
}

/** The gate: answers a request to a bucket, or refuses it; never rejects. */
export async function serveRequest(
  bucket: Bucket,
  request: IncomingMessage,
  response: ServerResponse,
  context: ServingContext,
): Promise<void> {
  try {
    setCommonHeaders(response, context.clock);
    const s3 = readRequest(request);
    if (s3.method === "OPTIONS") {
      answerPreflight(s3, bucket.model.corsRules, response);
      return;
    }
    setCorsHeaders(s3, bucket.model.corsRules, response);
    const payloadHash = verifySignature(s3, { ...context.signature, now: context.clock.now() });
    if ((await context.faults?.meet("bucket", bucket.model.bucketName)) === "refuse") {
      throw new S3Error("SlowDown");
    }
    await serveOperation(bucket, s3, payloadHash, request, response, context);
  } catch (error) {
    answerError(response, toS3Error(error, request, context.log));
  }
}

async function serveOperation(
  bucket: Bucket,
  s3: S3Request,
  payloadHash: string,
  request: IncomingMessage,
  response: ServerResponse,
  { buckets, engine, signature }: ServingContext,
): Promise<void> {
  const operation = operationOf(s3);
  switch (operation) {
    case "HeadBucket":
      response.writeHead(200, { "x-amz-bucket-region": signature.region });
      response.end();
      return;
    case "ListObjectsV2":
      answerXml(response, 200, listObjects(bucket, s3));
      return;
    case "DeleteObjects":
      answerXml(response, 200, deleteObjects(bucket.store, await readXmlBody(request, payloadHash)));
      return;
    case "PutObject":
      checkUpload(s3, payloadHash);
      break;
    default:
      checkOverrides(s3);
  }
  rewriteForEngine(request, s3, payloadHash, buckets);
  await engine(request, response);
}
