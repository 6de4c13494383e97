import type { TalkMessage } from "./talk-state";

/** A frame from the server, read. */
export type ServerFrame =
  | { readonly type: "OK" | "PONG" }
  | { readonly type: "ACK"; readonly messageId: string }
  | { readonly type: "ERR"; readonly reason: string; readonly code: number }
  | {
      readonly type: "UPL";
      readonly messageId: string;
      readonly canonicalUri: string;
      readonly uploadUri: string;
    }
  /** Oldest first. */
  | { readonly type: "HIS"; readonly messages: readonly TalkMessage[] }
  /** `TXT` or `BIN`. */
  | { readonly type: "message"; readonly message: TalkMessage };

/** Reads a frame; Returns `undefined` for text that is not a frame. A fault that the gateway itself reports counts as an `ERR` 500. */
export function readServerFrame(data: string): ServerFrame | undefined {
  const value = parse(data);
  if (!Array.isArray(value)) {
    return isGatewayFault(value) ? { type: "ERR", reason: value.message, code: 500 } : undefined;
  }
  const [type, first, second, third] = value as unknown[];
  switch (type) {
    case "OK":
    case "PONG":
      return { type };
    case "ACK":
      return isText(first) ? { type, messageId: first } : undefined;
    case "ERR":
      return isText(first) && typeof second === "number" ? { type, reason: first, code: second } : undefined;
    case "UPL":
      return isText(first) && isText(second) && isText(third)
        ? { type, messageId: first, canonicalUri: second, uploadUri: third }
        : undefined;
    case "HIS":
      return Array.isArray(first)
        ? { type, messages: first.flatMap((it) => readEntry(it) ?? []) }
        : undefined;
    default: {
      const message = readMessage(value, "host");
      return message === undefined ? undefined : { type: "message", message };
    }
  }
}

/** `["in" or "out", frame]` */
function readEntry(entry: unknown): TalkMessage | undefined {
  const [direction, frame] = Array.isArray(entry) ? (entry as unknown[]) : [];
  if (!Array.isArray(frame) || (direction !== "in" && direction !== "out")) {
    return undefined;
  }
  return readMessage(frame, direction === "in" ? "host" : "visitor");
}

function readMessage(frame: readonly unknown[], from: TalkMessage["from"]): TalkMessage | undefined {
  const [type, messageId, first, ...rest] = frame;
  const timestamp = rest.at(-1);
  if (!isText(messageId) || !isText(first) || !isText(timestamp)) {
    return undefined;
  }
  const message = { messageId, from, timestamp, status: "stored" } as const;
  if (type === "TXT" && rest.length === 1) {
    return { ...message, text: first };
  }
  const [name, mediaType, size] = rest;
  return type === "BIN" && isText(name) && isText(mediaType) && typeof size === "number"
    ? { ...message, text: "", file: { name, type: mediaType, size, url: first } }
    : undefined;
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** `{"message": "Internal server error", "connectionId": …, "requestId": …}` */
function isGatewayFault(value: unknown): value is { readonly message: string } {
  return typeof value === "object" && value !== null && "message" in value && isText(value.message);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
