/** A frame from the server, read. */
export type ServerFrame =
  | { readonly type: "OK" | "PONG" }
  | { readonly type: "ACK"; readonly messageId: string }
  | { readonly type: "ERR"; readonly reason: string; readonly code: number }
  | {
      readonly type: "TXT" | "BIN";
      readonly messageId: string;
      /** Of a file, its name. */
      readonly text: string;
      readonly url?: string;
      readonly timestamp: string;
    };

/** Reads a frame; `undefined` for what is none. A fault that the gateway itself tells of counts as an `ERR` 500. */
export function readServerFrame(data: string): ServerFrame | undefined {
  const value = parse(data);
  if (!Array.isArray(value)) {
    return isGatewayFault(value) ? { type: "ERR", reason: value.message, code: 500 } : undefined;
  }
  const [type, ...fields] = value as unknown[];
  const [first, second, third] = fields;
  switch (type) {
    case "OK":
    case "PONG":
      return { type };
    case "ACK":
      return isText(first) ? { type, messageId: first } : undefined;
    case "ERR":
      return isText(first) && typeof second === "number" ? { type, reason: first, code: second } : undefined;
    case "TXT":
      return isText(first) && isText(second) && isText(third)
        ? { type, messageId: first, text: second, timestamp: third }
        : undefined;
    case "BIN":
      return readFile(fields);
    default:
      return undefined;
  }
}

function readFile([messageId, url, fileName, , , timestamp]: readonly unknown[]): ServerFrame | undefined {
  return isText(messageId) && isText(url) && isText(fileName) && isText(timestamp)
    ? { type: "BIN", messageId, text: fileName, url, timestamp }
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
