import type { Bucket, Buckets } from "../bucket";
import { S3Error } from "../s3-error";
import type { StoredObject } from "../store/stored-object";

/** What a copy is made of. */
export interface CopySource {
  readonly bucket: Bucket;
  readonly object: StoredObject;
}

/**
 * Reads `x-amz-copy-source`: bucket and key, encoded as in a URL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 *
 * @throws S3Error when there is no such object
 */
export function readCopySource(source: string, buckets: Buckets): CopySource {
  const [, bucketName = "", encodedKey = ""] = /^\/?([^/]+)\/(.+)$/.exec(source) ?? [];
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) {
    throw new S3Error("NoSuchBucket", undefined, { BucketName: bucketName });
  }
  const key = decode(encodedKey);
  const object = bucket.store.get(key);
  if (object === undefined) {
    throw new S3Error("NoSuchKey", undefined, { Key: key });
  }
  return { bucket, object };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(
      new S3Error(
        "InvalidArgument",
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      ),
      { cause },
    );
  }
}
