import { createHash } from "node:crypto";
import { readBody } from "../../http";
import { answerResult, element } from "../answer";
import { S3Error } from "../s3-error";
import type { S3Call } from "./operation";

/**
 * Handles DeleteObjects. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 *
 * @throws S3Error when the XML lists no objects, or more than a thousand
 */
export async function deleteObjects(call: S3Call): Promise<void> {
  const xml = await readXml(call);
  const keys = readKeys(xml);
  for (const key of keys) {
    call.bucket.store.delete(key);
  }
  const isQuiet = /<Quiet>\s*true\s*<\/Quiet>/.test(xml);
  const deleted = isQuiet ? [] : keys.map((key) => `<Deleted>${element("Key", key)}</Deleted>`);
  answerResult(call.response, "DeleteResult", deleted);
}

/** Size of a thousand keys of 1024 bytes with every byte escaped. */
const largestXmlBytes = 8 * 1024 * 1024;

/** @throws S3Error when the body is too large, or does not match its signed hash */
async function readXml({ request, payloadHash }: S3Call): Promise<string> {
  const body = await readBody(request, largestXmlBytes);
  if (typeof body === "string") {
    throw new S3Error(body === "tooLarge" ? "MalformedXML" : "IncompleteBody");
  }
  const hash = createHash("sha256").update(body).digest("hex");
  if (payloadHash !== "UNSIGNED-PAYLOAD" && payloadHash !== hash) {
    throw new S3Error("XAmzContentSHA256Mismatch", undefined, {
      ClientComputedContentSHA256: payloadHash,
      S3ComputedContentSHA256: hash,
    });
  }
  return body.toString();
}

const mostKeys = 1000;

/** Reads the keys. In this fixed document format, `Key` occurs only in `Object`. */
function readKeys(xml: string): readonly string[] {
  const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => unescapeText(key));
  const isSound = /<Delete[\s>]/.test(xml) && keys.length > 0 && keys.length <= mostKeys;
  const known = keys.filter((key) => key !== undefined && key !== "");
  if (!isSound || known.length < keys.length) {
    throw new S3Error("MalformedXML");
  }
  return known.filter((key) => key !== undefined);
}

/** Unescapes the text between tags. Returns `undefined` for an unknown entity. */
function unescapeText(xml: string): string | undefined {
  let isSound = true;
  const text = xml.replace(/&([^;]*);?/g, (_, name: string) => {
    const character = entity(name);
    isSound &&= character !== undefined;
    return character ?? "";
  });
  return isSound ? text : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function entity(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name) ?? [];
  if (hexadecimal === undefined && decimal === undefined) {
    return Object.hasOwn(entities, name) ? entities[name] : undefined;
  }
  const codePoint = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}
