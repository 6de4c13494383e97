import type { IncomingMessage, ServerResponse } from "node:http";
import { toInteger } from "../json-values";
import type { HostChat, HostFile } from "./host-chat";
import { RefusedError, readBody, sendBytes } from "./http";

/**
 * Telegram accepts larger files from people, but bots can download only 20 MB. This limit allows testing that case.
 */
const largestBytes = 50 * 1024 * 1024;
const longestName = 255;
const longestCaption = 1024;

/** Media types that the page displays. It offers any other file as a download. */
const shown = /^(?:image\/(?:jpeg|png|gif|webp)|video\/(?:mp4|webm)|audio\/[\w.+-]+)$/;

/**
 * Reads a file that the host sends. The body has the bytes; headers and query have the rest.
 *
 * @throws RefusedError 400, 413
 */
export async function readHostFile(request: IncomingMessage, query: URLSearchParams): Promise<HostFile> {
  const name = query.get("name") ?? "";
  const caption = query.get("caption") ?? "";
  if (name === "" || name.length > longestName || caption.length > longestCaption) {
    throw new RefusedError(
      400,
      `Expected a file name of 1 to ${longestName} characters and a caption of at most ${longestCaption}.`,
    );
  }
  const bytes = await readBody(
    request,
    largestBytes,
    "The file is too large. Choose a file of at most 50 MB.",
  );
  if (bytes.length === 0) {
    throw new RefusedError(400, "The file is empty. Choose another file.");
  }
  const type = request.headers["content-type"] ?? "application/octet-stream";
  return { name, type, bytes, caption, replyTo: toInteger(query.get("replyTo")) };
}

/**
 * Sends a file of the host's chat.
 *
 * @throws RefusedError 404
 */
export function sendHostFile(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  hostChat: HostChat,
  fileId: string,
): void {
  const file = hostChat.tryFindFile(fileId);
  if (file === undefined) {
    throw new RefusedError(404, "Not Found");
  }
  const isShown = shown.test(file.mimeType);
  const disposition = { "content-type": "application/octet-stream", "content-disposition": "attachment" };
  const type = isShown ? { "content-type": file.mimeType } : disposition;
  sendBytes(response, { ...headers, ...type }, file.bytes);
}
