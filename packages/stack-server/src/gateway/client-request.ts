import type { IncomingMessage } from "node:http";

/** What a request tells of its sender. */
export interface ClientIdentity {
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
}

/** The sender of a request. */
export function clientIdentity(request: IncomingMessage): ClientIdentity {
  return {
    sourceIp: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    userAgent: request.headers["user-agent"],
  };
}

/**
 * The name by which the client knows this server, with its port: what `requestContext.domainName` shows here for a
 * stage without a custom domain.
 */
export function domainName(request: IncomingMessage): string {
  return request.headers.host ?? "localhost";
}

/** Name and value of each header line, as they came. */
export function* headerLines(request: IncomingMessage): Generator<readonly [string, string]> {
  const { rawHeaders } = request;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    yield [rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""];
  }
}

/** What API Gateway adds to the headers of a request. */
export function forwardedHeaders(request: IncomingMessage): readonly (readonly [string, string])[] {
  return [
    ["X-Forwarded-For", clientIdentity(request).sourceIp],
    ["X-Forwarded-Port", String(request.socket.localPort ?? "")],
    ["X-Forwarded-Proto", "http"],
  ];
}
