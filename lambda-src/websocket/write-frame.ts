import { type HistoryEntry, historyMaxBytes, type MessageFrame, type ServerFrame } from "@kite-chat/protocol";
import type { Message } from "../chat/model";
import type { UploadOffer } from "../chat/visitors/uploads";
import type { Acknowledgement } from "../chat/visitors/visitor-message";

/** What a file is called on the wire. */
export type CanonicalUri = (fileKey: string, fileName: string) => string;

/** `["OK"]`: joined, or the page's context is stored. */
export const okFrame: ServerFrame = ["OK"];

/** `["ACK", messageId, destinationMessageId, timestamp]`: stored. */
export function ackFrame(ack: Acknowledgement): ServerFrame {
  return ["ACK", ack.messageId, ack.destinationMessageId, ack.storedAt];
}

/** `["UPL", messageId, canonicalUri, uploadUri]`: where to put a file. */
export function uploadFrame(messageId: string, offer: UploadOffer): ServerFrame {
  return ["UPL", messageId, offer.canonicalUri, offer.uploadUri];
}

/** `["ERR", reason, code]`: refused. */
export function errorFrame(reason: string, code: number): ServerFrame {
  return ["ERR", reason, code];
}

/** `["TXT", …]` or `["BIN", …]`: a message of either side. */
export function messageFrame(message: Message, canonicalUri: CanonicalUri): MessageFrame {
  const { messageId, content, sentAt } = message;
  if (content.type === "text") {
    return ["TXT", messageId, content.text, sentAt];
  }
  if (content.type === "remote file") {
    throw new Error("A file that is not copied yet has no frame.");
  }
  const { fileKey, fileName, fileType, fileSize } = content;
  return ["BIN", messageId, canonicalUri(fileKey, fileName), fileName, fileType, fileSize, sentAt];
}

/**
 * `["HIS", [["in" or "out", frame], …]]`: as the visitor sees it, oldest first. What does not fit is left out at the old
 * end, where the client asks again with `before`. Messages with one timestamp are split only if they alone do not fit,
 * because `before` would skip the rest of them.
 * @param newestFirst groups of messages with one timestamp
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
