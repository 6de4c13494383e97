import type { IncomingMessage } from "node:http";
import { BotApiError, badRequest } from "./bot-api-error";
import { readMultipart } from "./multipart";
import { Parameters, toRecord, type UploadedFile } from "./parameters";

/** Telegram accepts uploads of up to 50 MB: https://core.telegram.org/bots/api#sending-files */
const largestBodyBytes = 50 * 1024 * 1024;

/**
 * Reads the parameters of a call from its query string and body. The body takes precedence.
 *
 * @throws BotApiError 400 if the body does not match its content type, 413 if it is over 50 MiB.
 */
export async function readParameters(request: IncomingMessage, query: URLSearchParams): Promise<Parameters> {
  const contentType = request.headers["content-type"] ?? "";
  const body = await readBody(request);
  const files = new Map<string, UploadedFile>();
  let values: Iterable<readonly [string, unknown]> = [];
  if (body.length === 0) {
    return new Parameters(new Map(query));
  }
  if (/^application\/json\b/i.test(contentType)) {
    values = readJson(body);
  } else if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    values = new URLSearchParams(body.toString("utf8"));
  } else if (/^multipart\/form-data\b/i.test(contentType)) {
    const parts = readMultipart(body, contentType);
    values = parts.flatMap(({ name, fileName, bytes }) =>
      fileName === undefined ? [[name, bytes.toString("utf8")]] : [],
    );
    for (const { name, fileName, contentType: mimeType, bytes } of parts) {
      if (fileName !== undefined) {
        files.set(name, { fileName, mimeType, bytes });
      }
    }
  }
  return new Parameters(new Map<string, unknown>([...query, ...values]), files);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBodyBytes) {
      throw new BotApiError(413, "Request Entity Too Large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readJson(body: Buffer): readonly (readonly [string, unknown])[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    throw badRequest("can't parse JSON object");
  }
  const record = toRecord(parsed);
  if (record === undefined) {
    throw badRequest("object expected as request body");
  }
  return Object.entries(record);
}
