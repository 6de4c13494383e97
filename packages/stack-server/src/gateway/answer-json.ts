import type { ServerResponse } from "node:http";

/** Sends a JSON answer of the gateway's own. */
export function answerJson(
  response: ServerResponse,
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  const text = body === undefined ? "" : JSON.stringify(body);
  response.writeHead(statusCode, {
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
