import type { HistoryEntry, MessageFrame, ServerFrame } from "@kite-chat/protocol";
import type { ChatMessage } from "./message";

/** The forms of the frames that the server sends, as the types of their elements. */
const forms: Readonly<Record<string, readonly string[]>> = {
  OK: [],
  PONG: [],
  ACK: ["string", "string", "string"],
  UPL: ["string", "string", "string"],
  ERR: ["string", "number"],
  TXT: ["string", "string", "string"],
  BIN: ["string", "string", "string", "string", "number", "string"],
};

/**
 * Reads a frame of the server. API Gateway reports its own errors as an object, which counts as an `ERR` 500.
 * @returns undefined for anything that is not a frame
 */
export function readServerFrame(data: string): ServerFrame | undefined {
  const value = parse(data);
  if (Array.isArray(value)) {
    return readFrame(value);
  }
  return typeof value === "object" && value !== null && "message" in value
    ? ["ERR", String(value.message), 500]
    : undefined;
}

function readFrame(frame: readonly unknown[]): ServerFrame | undefined {
  const [type, ...values] = frame;
  if (type === "HIS") {
    const [entries] = values;
    return Array.isArray(entries) ? ["HIS", entries.filter(isHistoryEntry)] : undefined;
  }
  const form = typeof type === "string" ? forms[type] : undefined;
  // Additional elements are not checked, because a newer server may have added them.
  const isRight = form?.every((kind, index) => typeof values[index] === kind);
  return isRight ? (frame as unknown as ServerFrame) : undefined;
}

function isHistoryEntry(entry: unknown): entry is HistoryEntry {
  const [direction, frame] = Array.isArray(entry) ? entry : [];
  return (direction === "in" || direction === "out") && Array.isArray(frame) && isMessage(readFrame(frame));
}

/** Returns whether a frame is a message of the host. */
export function isMessage(frame: ServerFrame | undefined): frame is MessageFrame {
  return frame?.[0] === "TXT" || frame?.[0] === "BIN";
}

/** Converts a frame to a message that the server has stored. */
export function toMessage(frame: MessageFrame, from: ChatMessage["from"]): ChatMessage {
  if (frame[0] === "TXT") {
    const [, messageId, text, timestamp] = frame;
    return { messageId, from, text, timestamp, status: "sent" };
  }
  const [, messageId, url, name, type, size, timestamp] = frame;
  return { messageId, from, text: "", file: { name, type, size, url }, timestamp, status: "sent" };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
