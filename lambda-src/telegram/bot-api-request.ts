import { randomUUID } from "node:crypto";
import type { HttpRequest } from "./http-request";

/** Represents a file that is sent with a call: https://core.telegram.org/bots/api#sending-files */
export class UploadedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  constructor(fileName: string, bytes: Uint8Array) {
    this.fileName = fileName;
    this.bytes = bytes;
  }
}

/**
 * Encodes the parameters of a method as JSON, or as a form if one of them is a file. Omits those that are `undefined`.
 * https://core.telegram.org/bots/api#making-requests
 */
export function encodeParameters(parameters: object): Pick<HttpRequest, "headers" | "body"> {
  if (!Object.values(parameters).some((value) => value instanceof UploadedFile)) {
    return { headers: { "content-type": "application/json" }, body: JSON.stringify(parameters) };
  }
  const boundary = randomUUID();
  return {
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: formParts(parameters, boundary),
  };
}

/** Yields the bytes of a file without copying them, because a file may fill a large part of the memory. */
async function* formParts(parameters: object, boundary: string): AsyncGenerator<Uint8Array> {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) {
      continue;
    }
    const start = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
    if (value instanceof UploadedFile) {
      const type = "content-type: application/octet-stream";
      yield Buffer.from(`${start}; filename="${quotable(value.fileName)}"\r\n${type}\r\n\r\n`);
      yield value.bytes;
      yield Buffer.from("\r\n");
    } else {
      yield Buffer.from(`${start}\r\n\r\n${typeof value === "object" ? JSON.stringify(value) : value}\r\n`);
    }
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/**
 * Returns a name that Telegram reads completely. Telegram ends a name at a `;`, and text after it could name another
 * field for the file (`parse_multipart_form_data` in
 * https://github.com/tdlib/td/blob/master/tdnet/td/net/HttpReader.cpp).
 */
function quotable(fileName: string): string {
  return fileName.replace(/[";\r\n]/g, "_");
}
