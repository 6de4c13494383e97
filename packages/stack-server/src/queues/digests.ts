import { createHash } from "node:crypto";
import type { MessageAttribute } from "./message";

/** Returns the MD5 of a text's UTF-8 bytes in hexadecimal, which the SDK compares. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/**
 * Returns the MD5 of message attributes, as every SDK computes it:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 *
 * @returns `undefined` if there are none
 */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) {
    return undefined;
  }
  const hash = createHash("md5");
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = "", StringValue = "", BinaryValue } = attributes[name] ?? {};
    const isBinary = DataType.startsWith("Binary");
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    add(isBinary ? Buffer.from(BinaryValue ?? "", "base64") : Buffer.from(StringValue));
  }
  return hash.digest("hex");
}
