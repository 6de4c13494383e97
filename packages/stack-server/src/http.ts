import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server on a free port of 127.0.0.1. */
export interface LocalListener {
  readonly port: number;
  /** URL of the server: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Closes every connection and frees the port. */
  close(): Promise<void>;
}

/** Serves HTTP on a free port of 127.0.0.1. */
export async function listenLocally(listener: RequestListener): Promise<LocalListener> {
  const server = createServer(listener);
  const port = await listen(server, 0, "127.0.0.1");
  return { port, endpoint: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

/** Listens on a port. @param port Port; 0 takes any free port. @returns the port in use */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Closes a server and its connections, except those that were upgraded. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Finds a port of 127.0.0.1 that is free now. Another program may take it before you do. */
export async function freePort(): Promise<number> {
  const { port, close } = await listenLocally(() => undefined);
  await close();
  return port;
}

/** Reads the body of a request or response. Never rejects. @param largestBytes @default - no limit */
export function readBody(
  message: IncomingMessage,
  largestBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer | "tooLarge" | "aborted"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestBytes) {
        // Read and discard the rest, so that the client can read the rejection.
        message.removeAllListeners("data");
        message.resume();
        resolve("tooLarge");
      } else {
        chunks.push(chunk);
      }
    });
    message.on("end", () => resolve(Buffer.concat(chunks)));
    message.on("error", () => resolve("aborted"));
    message.on("close", () => resolve("aborted"));
  });
}

/** Sends a response with or without JSON. Does nothing if a response was sent or the client has disconnected. */
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

/** Percent-decodes a text. Returns `undefined` if its encoding is invalid. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
