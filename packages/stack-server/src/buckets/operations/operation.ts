import type { IncomingMessage, ServerResponse } from "node:http";
import type { BucketModel } from "../../stack/model";
import type { S3Request } from "../s3-request";
import type { ObjectStore } from "../store/object-store";

/** A bucket of the server: its declaration and its objects. */
export interface Bucket {
  readonly model: BucketModel;
  readonly store: ObjectStore;
}

/** A call of an operation. The operation sends the response or throws an S3Error. */
export interface S3Call {
  readonly bucket: Bucket;
  /** All buckets, by name. */
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly region: string;
  readonly s3: S3Request;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Hash of the body in the signature: its SHA-256 in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}
