import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Response to a rejected upgrade. */
export interface Refusal {
  readonly statusCode: number;
  /** Body as JSON text. @default - none */
  readonly body?: string;
}

/** Rejects an upgrade and closes the connection. */
export function refuseUpgrade(socket: Duplex, { statusCode, body = "" }: Refusal): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? "Refused"}`,
      "Connection: close",
      ...(body === "" ? [] : ["Content-Type: application/json"]),
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}

/**
 * Returns whether `ws` would accept this handshake. `$connect` must not run for a handshake that `ws` would reject.
 * https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1
 */
export function isSoundHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    handshakeKeyPattern.test(headers["sec-websocket-key"] ?? "") &&
    (headers["sec-websocket-version"] === "13" || headers["sec-websocket-version"] === "8") &&
    (headers["sec-websocket-protocol"] === undefined || isProtocolList(headers["sec-websocket-protocol"]))
  );
}

/**
 * Returns whether a header is a valid list of protocols. Node joins repeated headers with commas, so this is one
 * list, as RFC 6455 requires. Its names must be unique: https://www.rfc-editor.org/rfc/rfc6455#section-4.1
 */
function isProtocolList(list: string): boolean {
  const names = list.split(",").map((name) => name.replace(/^[ \t]+|[ \t]+$/g, ""));
  return names.every((name) => protocol.test(name)) && new Set(names).size === names.length;
}

/** Returns the subprotocol that a response to `$connect` selects. The client need not have offered it. */
export function grantedProtocol(headers: Readonly<Record<string, unknown>>): string | undefined {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === "sec-websocket-protocol");
  const value = name === undefined ? undefined : headers[name];
  return typeof value === "string" && protocol.test(value) ? value : undefined;
}

const handshakeKeyPattern = /^[+/0-9A-Za-z]{22}==$/;
const httpToken = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const protocol = new RegExp(`^${httpToken}$`);
