import type { Bucket, Buckets } from "../bucket";
import { S3Error } from "../s3-error";
import { header, type S3Request } from "../s3-request";
import { writtenMetadata } from "../store/metadata";
import { wholeSecond } from "../store/stored-object";
import { element } from "../xml";
import { readCopySource } from "./read-copy-source";

/**
 * CopyObject, also from another bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 *
 * @returns The result as an XML element.
 * @throws S3Error when there is no such source, or a copy onto itself changes nothing
 */
export async function copyObject(to: Bucket, request: S3Request, buckets: Buckets): Promise<string> {
  const { bucket: from, object } = readCopySource(header(request, "x-amz-copy-source") ?? "", buckets);
  const replacesMetadata = header(request, "x-amz-metadata-directive") === "REPLACE";
  if (from === to && object.key === request.key && !replacesMetadata) {
    throw new S3Error(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const metadata = replacesMetadata ? writtenMetadata(request) : object.metadata;
  const { md5, storedAt } =
    from === to
      ? await to.store.copy(object, request.key, metadata)
      : await to.store.put(request.key, from.store.read(object, 0, object.sizeBytes - 1), metadata);
  return [
    '<CopyObjectResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    element("LastModified", wholeSecond(storedAt).toISOString()),
    element("ETag", `"${md5}"`),
    "</CopyObjectResult>",
  ].join("");
}
