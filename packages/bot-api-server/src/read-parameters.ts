import type { IncomingMessage } from "node:http";
import { BotApiError, badRequest } from "./bot-api-error";
import { readMultipart } from "./multipart";
import { Parameters, toRecord, type UploadedFile } from "./parameters";

/** Telegram accepts uploads of up to 50 MB: https://core.telegram.org/bots/api#sending-files */
const largestBodyBytes = 50 * 1024 * 1024;

/**
 * Reads the parameters of a call from its query string and body. The body wins over the query string.
 *
 * @throws BotApiError 400 if the body does not match its content type, 413 if it is over 50 MiB.
 */
export async function readParameters(request: IncomingMessage, query: URLSearchParams): Promise<Parameters> {
  const contentType = request.headers["content-type"] ?? "";
  const body = await readBody(request);
  const values = new Map<string, unknown>(query);
  const files = new Map<string, UploadedFile>();

  if (body.length === 0) {
    return new Parameters(values);
  }
  if (/^application\/json\b/i.test(contentType)) {
    mergeJson(body, values);
  } else if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    for (const [name, value] of new URLSearchParams(body.toString("utf8"))) {
      values.set(name, value);
    }
  } else if (/^multipart\/form-data\b/i.test(contentType)) {
    mergeMultipart(body, contentType, values, files);
  }
  return new Parameters(values, files);
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

function mergeJson(body: Buffer, values: Map<string, unknown>): void {
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
  for (const [name, value] of Object.entries(record)) {
    values.set(name, value);
  }
}

function mergeMultipart(
  body: Buffer,
  contentType: string,
  values: Map<string, unknown>,
  files: Map<string, UploadedFile>,
): void {
  for (const { name, fileName, contentType: mimeType, bytes } of readMultipart(body, contentType)) {
    if (fileName === undefined) {
      values.set(name, bytes.toString("utf8"));
    } else {
      files.set(name, { fileName, mimeType, bytes });
    }
  }
}
