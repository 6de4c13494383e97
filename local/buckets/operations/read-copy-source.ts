import type { Buckets } from "../bucket";
import { S3Error } from "../s3-error";

/**
 * Reads `x-amz-copy-source`: bucket and key, encoded as in a URL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 *
 * @throws S3Error when there is no such object
 */
export function readCopySource(source: string, buckets: Buckets) {
  const [, bucketName = "", encodedKey = ""] = /^\/?([^/]+)\/(.+)$/.exec(source) ?? [];
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) {
    throw new S3Error("NoSuchBucket", undefined, { BucketName: bucketName });
  }
  const key = decode(encodedKey);
  if (bucket.store.get(key) === undefined) {
    throw new S3Error("NoSuchKey", undefined, { Key: key });
  }
  return { bucketName, key };
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
