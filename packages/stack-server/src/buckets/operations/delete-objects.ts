import { S3Error } from "../s3-error";
import type { ObjectStore } from "../store/object-store";
import { element, unescapeText } from "../xml";

/**
 * DeleteObjects: takes the XML of the request, gives that of the answer.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 *
 * @throws S3Error when the XML names no objects, or more than a thousand
 */
export function deleteObjects(store: ObjectStore, xml: string): string {
  const keys = readKeys(xml);
  for (const key of keys) {
    store.delete(key);
  }
  const isQuiet = /<Quiet>\s*true\s*<\/Quiet>/.test(xml);
  const deleted = isQuiet ? [] : keys.map((key) => `<Deleted>${element("Key", key)}</Deleted>`);
  return `<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${deleted.join("")}</DeleteResult>`;
}

const MOST_KEYS = 1000;

/** The document has a fixed form, in which `Key` stands nowhere but in `Object`. */
function readKeys(xml: string): readonly string[] {
  const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => unescapeText(key));
  const isSound = /<Delete[\s>]/.test(xml) && keys.length > 0 && keys.length <= MOST_KEYS;
  const known = keys.filter((key) => key !== undefined && key !== "");
  if (!isSound || known.length < keys.length) {
    throw new S3Error("MalformedXML");
  }
  return known.filter((key) => key !== undefined);
}
