import { decode } from "../../http";
import { answerResult, element } from "../answer";
import { S3Error } from "../s3-error";
import { header } from "../s3-request";
import { writtenMetadata } from "../store/metadata";
import { type StoredObject, wholeSecond } from "../store/stored-object";
import type { Bucket, S3Call } from "./operation";

/**
 * Handles CopyObject, also from another bucket. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 *
 * @throws S3Error when the source does not exist, or a copy onto itself changes nothing
 */
export async function copyObject({ bucket: to, buckets, s3, response }: S3Call): Promise<void> {
  const { bucket: from, object } = readCopySource(header(s3, "x-amz-copy-source") ?? "", buckets);
  const replacesMetadata = header(s3, "x-amz-metadata-directive") === "REPLACE";
  if (from === to && object.key === s3.key && !replacesMetadata) {
    throw new S3Error(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const metadata = replacesMetadata ? writtenMetadata(s3) : object.metadata;
  const { md5, storedAt } =
    from === to
      ? await to.store.copy(object, s3.key, metadata)
      : await to.store.put(s3.key, from.store.read(object, 0, object.sizeBytes - 1), metadata);
  answerResult(response, "CopyObjectResult", [
    element("LastModified", wholeSecond(storedAt).toISOString()),
    element("ETag", `"${md5}"`),
  ]);
}

/**
 * Reads bucket and key in `x-amz-copy-source`, which is encoded like a URL.
 *
 * @throws S3Error when there is no such object
 */
function readCopySource(
  source: string,
  buckets: ReadonlyMap<string, Bucket>,
): { readonly bucket: Bucket; readonly object: StoredObject } {
  const [, bucketName = "", encodedKey = ""] = /^\/?([^/]+)\/(.+)$/.exec(source) ?? [];
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) {
    throw new S3Error("NoSuchBucket", undefined, { BucketName: bucketName });
  }
  const key = decode(encodedKey);
  if (key === undefined) {
    throw new S3Error(
      "InvalidArgument",
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  const object = bucket.store.get(key);
  if (object === undefined) {
    throw new S3Error("NoSuchKey", undefined, { Key: key });
  }
  return { bucket, object };
}
