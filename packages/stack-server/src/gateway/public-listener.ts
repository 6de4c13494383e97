import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { answerJson, closeServer, listen } from "../http";
import { refuseUpgrade } from "./websocket/handshake";

/** Handlers of a listener. */
export interface ListenerHandlers {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The port for all public traffic. */
export interface PublicListener {
  readonly port: number;
  /** URL of the listener, for example `http://localhost:3000`. */
  readonly url: string;
  /** Sets the handlers. Until then, every request gets a 503. */
  serve(handlers: ListenerHandlers): void;
  /** Frees the port and closes its connections. */
  close(): Promise<void>;
}

/** Address of a listener. */
export interface ListenOptions {
  /** Port to listen on; 0 takes any free port. */
  readonly port: number;
  /**
   * Address to listen on. `127.0.0.1` and `localhost` bind both loopback addresses, because `localhost` may resolve to
   * `::1`.
   * @default "127.0.0.1"
   */
  readonly host?: string | undefined;
}

/**
 * Listens on the public port.
 *
 * @throws PortInUseError when another program listens there
 */
export async function listenPublicly({ port, host = "127.0.0.1" }: ListenOptions): Promise<PublicListener> {
  const sockets = new Set<Socket>();
  let handlers: ListenerHandlers = notReady;
  const create = () =>
    createServer()
      .on("request", (request, response) => handlers.handleRequest(request, response))
      .on("upgrade", (request, socket, head) => handlers.handleUpgrade(request, socket, head))
      .on("connection", (socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
      });
  const { servers, bound } = loopback.has(host)
    ? await bindLoopbacks(create, port)
    : await bind(create(), port, host);
  return {
    port: bound,
    url: `http://${urlHost(host)}:${bound}`,
    serve: (given) => {
      handlers = given;
    },
    close: async () => {
      const closed = servers.map(closeServer);
      for (const socket of sockets) {
        socket.destroy();
      }
      await Promise.all(closed);
    },
  };
}

/** Another program listens on the port. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
}

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost"]);

interface Bound {
  readonly servers: readonly Server[];
  readonly bound: number;
}

/** Number of attempts to find a port that is free on both loopback addresses. */
const freePortAttempts = 10;

async function bindLoopbacks(create: () => Server, port: number): Promise<Bound> {
  for (let attempt = 1; ; attempt++) {
    const { servers, bound } = await bind(create(), port, "127.0.0.1");
    try {
      return { servers: [...servers, ...(await bind(create(), bound, "::1")).servers], bound };
    } catch (error) {
      if (!(error instanceof PortInUseError)) {
        // The machine has no IPv6.
        return { servers, bound };
      }
      await Promise.all(servers.map(closeServer));
      if (port !== 0 || attempt === freePortAttempts) {
        throw error;
      }
    }
  }
}

async function bind(server: Server, port: number, host: string): Promise<Bound> {
  try {
    return { servers: [server], bound: await listen(server, port, host) };
  } catch (cause) {
    const message = `Port ${port} on ${host} is in use by another program. Stop that program, or choose another port.`;
    const isInUse = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
    throw isInUse ? new PortInUseError(message, { cause }) : cause;
  }
}

function urlHost(host: string): string {
  if (loopback.has(host) || host === "::1" || host === "0.0.0.0" || host === "::") {
    return "localhost";
  }
  return host.includes(":") ? `[${host}]` : host;
}

const notReady: ListenerHandlers = {
  handleRequest: (_, response) =>
    answerJson(response, 503, { message: "Service Unavailable" }, { "retry-after": "1" }),
  handleUpgrade: (_, socket) => {
    socket.on("error", () => undefined);
    refuseUpgrade(socket, { statusCode: 503 });
  },
};
