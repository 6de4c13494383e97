import {
  type EditFrame,
  type HistoryEntry,
  historyMaxBytes,
  type MessageFrame,
  type ServerFrame,
} from "@kite-chat/protocol";
import type { Message } from "../chat/model";
import type { UploadOffer } from "../chat/visitors/uploads";
import type { Acknowledgement } from "../chat/visitors/visitor-message";

/** Returns the URL of a file in frames. */
export type CanonicalUri = (fileKey: string, fileName: string) => string;

/** `["OK"]`: the visitor has joined, or the context of the page is stored. */
export const okFrame: ServerFrame = ["OK"];

/** `["ACK", messageId, destinationMessageId, timestamp]`: the message is stored. */
export function ackFrame(ack: Acknowledgement): ServerFrame {
  return ["ACK", ack.messageId, ack.destinationMessageId, ack.storedAt];
}

/** `["UPL", messageId, canonicalUri, uploadUri]`: the URLs for an upload. */
export function uploadFrame(messageId: string, offer: UploadOffer): ServerFrame {
  return ["UPL", messageId, offer.canonicalUri, offer.uploadUri];
}

/** `["ERR", reason, code]`: the frame is rejected. */
export function errorFrame(reason: string, code: number): ServerFrame {
  return ["ERR", reason, code];
}

/** The frame that a socket gets for a message of the host: `["TXT", …]`, `["BIN", …]` or `["EDT", …]`. */
export function pushFrame(message: Message, canonicalUri: CanonicalUri): MessageFrame | EditFrame {
  const { content, sentAt } = message;
  return content.type === "edit"
    ? ["EDT", content.edited, content.text, sentAt]
    : messageFrame(message, canonicalUri);
}

/** `["TXT", …]` or `["BIN", …]`: a message of the host or of the visitor. */
function messageFrame(message: Message, canonicalUri: CanonicalUri): MessageFrame {
  const { messageId, content, sentAt } = message;
  if (content.type === "text") {
    return ["TXT", messageId, content.text, sentAt];
  }
  if (content.type === "remote file" || content.type === "edit") {
    throw new Error("A history cannot contain a file that is not copied yet, or an edit.");
  }
  const { fileKey, fileName, fileType, fileSize } = content;
  return ["BIN", messageId, canonicalUri(fileKey, fileName), fileName, fileType, fileSize, sentAt];
}

/**
 * `["HIS", [["in" or "out", frame], …]]`: the conversation as the visitor sees it, oldest first. The oldest messages
 * are left out if they do not fit, and the client then requests them with `before`. Messages with the same timestamp
 * are split only if they exceed the limit alone, because `before` would skip the rest of them.
 * @param newestFirst groups of messages with the same timestamp
 */
export function historyFrame(
  newestFirst: readonly (readonly Message[])[],
  canonicalUri: CanonicalUri,
): ServerFrame {
  const entries: HistoryEntry[] = [];
  let bytes = JSON.stringify(["HIS", []]).length;
  for (const group of newestFirst) {
    const isFirst = entries.length === 0;
    const added: HistoryEntry[] = [];
    for (const message of group) {
      const entry: HistoryEntry = [
        message.direction === "toVisitor" ? "in" : "out",
        messageFrame(message, canonicalUri),
      ];
      bytes += Buffer.byteLength(JSON.stringify(entry), "utf8") + 1;
      if (bytes > historyMaxBytes) {
        if (isFirst) {
          entries.unshift(...added);
        }
        return ["HIS", entries];
      }
      added.unshift(entry);
    }
    entries.unshift(...added);
  }
  return ["HIS", entries];
}
