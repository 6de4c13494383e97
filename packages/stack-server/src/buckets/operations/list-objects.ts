import { answerResult, element } from "../answer";
import { S3Error } from "../s3-error";
import { parameter } from "../s3-request";
import type { StoredObject } from "../store/stored-object";
import type { S3Call } from "./operation";

/**
 * Handles ListObjectsV2. A continuation token is the last key, or the last common prefix, of the previous page.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjects({ bucket: { model, store }, s3, response }: S3Call): void {
  const prefix = parameter(s3, "prefix") ?? "";
  const delimiter = parameter(s3, "delimiter") ?? "";
  const token = parameter(s3, "continuation-token");
  const startAfter = parameter(s3, "start-after");
  const maxKeys = readMaxKeys(parameter(s3, "max-keys"));
  const after = token === undefined ? (startAfter ?? "") : readToken(token);
  const entries = group(store.list(), prefix, delimiter).filter(({ name }) => isAfter(name, after));
  const page = entries.slice(0, maxKeys);
  const last = page.at(-1);
  const isTruncated = last !== undefined && entries.length > page.length;
  answerResult(response, "ListBucketResult", [
    element("Name", model.bucketName),
    element("Prefix", prefix),
    delimiter === "" ? "" : element("Delimiter", delimiter),
    element("MaxKeys", maxKeys),
    element("KeyCount", page.length),
    startAfter === undefined ? "" : element("StartAfter", startAfter),
    token === undefined ? "" : element("ContinuationToken", token),
    element("IsTruncated", isTruncated),
    isTruncated ? element("NextContinuationToken", Buffer.from(last.name).toString("base64url")) : "",
    ...page.map(({ name, object }) => (object === undefined ? commonPrefix(name) : contents(object))),
  ]);
}

/** An entry of a list: an object, or the common prefix of several objects. */
interface ListEntry {
  readonly name: string;
  readonly object: StoredObject | undefined;
}

const largestPage = 1000;

function readMaxKeys(text: string | undefined): number {
  if (text !== undefined && !/^\d{1,10}$/.test(text)) {
    throw new S3Error("InvalidArgument", "Provided max-keys not an integer or within integer range", {
      ArgumentName: "max-keys",
      ArgumentValue: text,
    });
  }
  return Math.min(largestPage, Number(text ?? largestPage));
}

function readToken(token: string): string {
  const name = Buffer.from(token, "base64url").toString();
  if (name === "" || Buffer.from(name).toString("base64url") !== token) {
    throw new S3Error("InvalidArgument", "The continuation token provided is incorrect", {
      ArgumentName: "continuation-token",
    });
  }
  return name;
}

/** Returns the objects under a prefix. Objects with the delimiter after the prefix are combined into one entry. */
function group(objects: readonly StoredObject[], prefix: string, delimiter: string): readonly ListEntry[] {
  const entries = new Map<string, ListEntry>();
  for (const object of objects.filter(({ key }) => key.startsWith(prefix))) {
    const end = delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
    const name = end === -1 ? object.key : object.key.slice(0, end + delimiter.length);
    entries.set(name, { name, object: end === -1 ? object : undefined });
  }
  return [...entries.values()];
}

function isAfter(name: string, after: string): boolean {
  return after === "" || Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0;
}

function contents({ key, storedAt, md5, sizeBytes }: StoredObject): string {
  const fields = [
    element("Key", key),
    element("LastModified", new Date(storedAt).toISOString()),
    element("ETag", `"${md5}"`),
    element("Size", sizeBytes),
    element("StorageClass", "STANDARD"),
  ];
  return `<Contents>${fields.join("")}</Contents>`;
}

function commonPrefix(prefix: string): string {
  return `<CommonPrefixes>${element("Prefix", prefix)}</CommonPrefixes>`;
}
