import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Log } from "../log";
import { answerError, answerXml, setCommonHeaders } from "./answer";
import type { Bucket, Buckets } from "./bucket";
import { answerPreflight, setCorsHeaders } from "./cors";
import { copyObject } from "./operations/copy-object";
import { deleteObjects } from "./operations/delete-objects";
import { getObject } from "./operations/get-object";
import { listObjects } from "./operations/list-objects";
import { operationOf } from "./operations/operation";
import { putObject } from "./operations/put-object";
import { readXmlBody } from "./operations/read-xml-body";
import { S3Error } from "./s3-error";
import { readRequest, type S3Request } from "./s3-request";
import { type SignatureContext, verifySignature } from "./signature/verify-signature";
import { toS3Error } from "./to-s3-error";

/** What serves the requests of all buckets. */
export interface ServingContext {
  readonly buckets: Buckets;
  readonly signature: Omit<SignatureContext, "now">;
  readonly clock: Clock;
  readonly log: Log;
  /** What is asked to go wrong. @default nothing */
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
    setCommonHeaders(response, context.clock);
    const s3 = readRequest(request);
    if (s3.method === "OPTIONS") {
      answerPreflight(s3, bucket.model.corsRules, response);
      return;
    }
    setCorsHeaders(s3, bucket.model.corsRules, response);
    const payloadHash = verifySignature(s3, { ...context.signature, now: context.clock.now() });
    const names = [bucket.model.bucketName, operationOf(s3)];
    const fault = await context.faults?.apply({ place: "bucket", names, content: request.url });
    if (fault === "refuse") {
      throw new S3Error("SlowDown");
    }
    if (fault === "lose") {
      // The operation writes its answer by itself: the answer goes nowhere, and the connection ends.
      response.write = () => true;
      response.end = () => response.destroy();
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
  { buckets, signature }: ServingContext,
): Promise<void> {
  switch (operationOf(s3)) {
    case "HeadBucket":
      response.writeHead(200, { "x-amz-bucket-region": signature.region });
      response.end();
      break;
    case "ListObjectsV2":
      answerXml(response, 200, listObjects(bucket, s3));
      break;
    case "DeleteObjects":
      answerXml(response, 200, deleteObjects(bucket.store, await readXmlBody(request, payloadHash)));
      break;
    case "GetObject":
    case "HeadObject":
      await getObject(bucket, s3, response);
      break;
    case "PutObject": {
      const etag = await putObject(bucket, s3, request, payloadHash);
      response.writeHead(200, { etag, "content-length": 0 }).end();
      break;
    }
    case "CopyObject":
      answerXml(response, 200, await copyObject(bucket, s3, buckets));
      break;
    case "DeleteObject":
      bucket.store.delete(s3.key);
      response.writeHead(204).end();
  }
}
