import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { S3Error } from "../s3-error";

/**
 * Reads a body of XML.
 *
 * @param payloadHash What the signature says of it.
 * @throws S3Error when it is too large, or not what was signed
 */
export async function readXmlBody(body: Readable, payloadHash: string): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > LARGEST_XML_BYTES) {
      throw new S3Error("MalformedXML");
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (payloadHash !== "UNSIGNED-PAYLOAD" && payloadHash !== hash) {
    throw new S3Error("XAmzContentSHA256Mismatch", undefined, {
      ClientComputedContentSHA256: payloadHash,
      S3ComputedContentSHA256: hash,
    });
  }
  return bytes.toString();
}

/** A thousand keys of 1024 bytes, each byte escaped. */
const LARGEST_XML_BYTES = 8 * 1024 * 1024;
