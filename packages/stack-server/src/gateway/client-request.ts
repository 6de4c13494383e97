import type { IncomingMessage } from "node:http";

/** Address and software of a client. */
export interface ClientIdentity {
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
}

/** Reads the identity of a request's client. */
export function clientIdentity(request: IncomingMessage): ClientIdentity {
  return {
    sourceIp: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    userAgent: request.headers["user-agent"],
  };
}

/**
 * Returns the host and port under which the client reached this server. It is the `requestContext.domainName` of a
 * stage without a custom domain.
 */
export function domainName(request: IncomingMessage): string {
  return request.headers.host ?? "localhost";
}

/** Iterates over the header lines. Returns the name and value of each line unchanged. */
export function* headerLines(request: IncomingMessage): Generator<readonly [string, string]> {
  const { rawHeaders } = request;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    yield [rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""];
  }
}

/** Returns the headers that API Gateway adds to a request. */
export function forwardedHeaders(request: IncomingMessage): readonly (readonly [string, string])[] {
  return [
    ["X-Forwarded-For", clientIdentity(request).sourceIp],
    ["X-Forwarded-Port", String(request.socket.localPort ?? "")],
    ["X-Forwarded-Proto", "http"],
  ];
}
