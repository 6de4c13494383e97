import type { IncomingMessage, ServerResponse } from "node:http";

/** A request that the server rejects, with the status and the text of its response. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Returns the headers of every response. Regardless of its own name, the page may load files from `localhost` and from
 * the tunnel, and may open sockets there.
 *
 * @param publicUrl URL of the tunnel, if there is one.
 */
export function securityHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  const files = filesOrigins(publicUrl);
  return {
    "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src ${files}; media-src ${files}; connect-src ${files}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  };
}

/**
 * Returns the Content-Security-Policy of the shop's page. It is as strict as the policy of a shop can be: it allows
 * only what `kite embed --csp` prints, for every name under which the page may be opened.
 *
 * @param publicUrl URL of the tunnel, if there is one.
 */
export function shopPolicy(publicUrl: string | undefined): string {
  const files = filesOrigins(publicUrl);
  const sockets = `ws://localhost:*${publicUrl === undefined ? "" : ` ${new URL(publicUrl).origin.replace(/^http/, "ws")}`}`;
  return `default-src 'none'; script-src ${files}; style-src 'self'; img-src ${files} blob:; media-src ${files} blob:; connect-src ${files} ${sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types kite-chat`;
}

/** Origins of the stage and its files. */
function filesOrigins(publicUrl: string | undefined): string {
  return `'self' http://localhost:*${publicUrl === undefined ? "" : ` ${new URL(publicUrl).origin}`}`;
}

/**
 * Rejects requests from other sites. A browser allows other sites to send requests here, so they could write as the
 * host.
 *
 * @throws RefusedError 403
 */
export function checkOrigin({ headers }: IncomingMessage): void {
  const { origin, host = "" } = headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) {
    throw new RefusedError(
      403,
      "Only the playground's own page can send requests here. Open the page at its own address.",
    );
  }
}

/** Reads the body of a request. @throws RefusedError 413 with the given text if the body is too large */
export async function readBody(
  request: IncomingMessage,
  largestBytes: number,
  tooLarge: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) {
      throw new RefusedError(413, tooLarge);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Sends bytes with the given headers and their length. */
export function sendBytes(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): void {
  response.writeHead(200, { ...headers, "content-length": bytes.length });
  response.end(bytes);
}
