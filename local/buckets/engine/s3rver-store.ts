import { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { Bucket, Buckets } from "../bucket";
import { S3Error } from "../s3-error";
import { keptMetadata } from "../store/metadata";
import type { DeclaredBody, StoredObject } from "../store/stored-object";
import { tokenToKey } from "./key-token";

/** An object as S3rver's controllers take and give it. */
export interface S3rverObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: Readable;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Our stores in the shape that S3rver's controllers ask for. Its own keeps objects under their keys as paths,
 * with the time of the machine; ours knows the clock of the run, expiry, and keys that no path can hold.
 */
export class S3rverStore {
  readonly #buckets: Buckets;

  constructor(buckets: Buckets) {
    this.#buckets = buckets;
  }

  async getBucket(name: string) {
    return this.#buckets.has(name) ? { name } : null;
  }

  /** CORS and websites: the gate has the first, and the second are not served. */
  async getSubresource() {
    return null;
  }

  async existsObject(bucketName: string, token: string) {
    return this.#bucket(bucketName).store.get(tokenToKey(token)) !== undefined;
  }

  async getObject(
    bucketName: string,
    token: string,
    range: { readonly start?: number; readonly end?: number },
  ) {
    const { store } = this.#bucket(bucketName);
    const object = store.get(tokenToKey(token));
    if (object === undefined) {
      return null;
    }
    const { start = 0, end = object.sizeBytes - 1 } = range;
    return {
      bucket: bucketName,
      key: token,
      content: store.read(object, start, end),
      metadata: allMetadata(object),
      size: object.sizeBytes,
      lastModifiedDate: wholeSecond(object.storedAt),
      range: range.start === undefined ? undefined : { start, end },
    };
  }

  async putObject({ bucket, key, content, metadata }: S3rverObject) {
    const declared = content instanceof IncomingMessage ? declaredBody(content) : {};
    const { store } = this.#bucket(bucket);
    const { md5, sizeBytes } = await store.put(tokenToKey(key), content, keptMetadata(metadata), declared);
    return { md5, size: sizeBytes };
  }

  async copyObject(
    sourceBucket: string,
    sourceToken: string,
    bucketName: string,
    token: string,
    replacement: Readonly<Record<string, unknown>> | null,
  ) {
    const source = this.#bucket(sourceBucket).store.get(tokenToKey(sourceToken));
    if (source === undefined) {
      throw new S3Error("NoSuchKey");
    }
    const metadata = replacement === null ? source.metadata : keptMetadata(replacement);
    const from = this.#bucket(sourceBucket).store;
    const to = this.#bucket(bucketName).store;
    const copy =
      from === to
        ? await to.copy(source, tokenToKey(token), metadata)
        : await to.put(tokenToKey(token), from.read(source, 0, source.sizeBytes - 1), metadata);
    return allMetadata(copy);
  }

  async deleteObject(bucketName: string, token: string) {
    this.#bucket(bucketName).store.delete(tokenToKey(token));
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      throw new S3Error("NoSuchBucket", undefined, { BucketName: name });
    }
    return bucket;
  }
}

function allMetadata(object: StoredObject) {
  return {
    ...object.metadata,
    etag: `"${object.md5}"`,
    "last-modified": wholeSecond(object.storedAt).toUTCString(),
    "content-length": object.sizeBytes,
  };
}

/** HTTP dates have no milliseconds, and `If-Modified-Since` is compared with what was told. */
function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}

function declaredBody({ headers }: IncomingMessage): DeclaredBody {
  const sha256 = headers["x-amz-content-sha256"];
  const md5 = headers["content-md5"];
  return {
    sizeBytes: Number(headers["content-length"]),
    ...(typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256) ? { sha256 } : {}),
    ...(typeof md5 === "string" ? { md5 } : {}),
  };
}
