import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { type Behaviour, FaultProxy, type PassingRequest } from "../../../checks/harness/fault-proxy";

/** Handshake of a socket. */
export interface Handshake {
  readonly protocols: readonly string[];
  readonly channelName: string;
}

/** Faults to inject. Everything else works. */
export interface Fault {
  /** Changes a request. */
  readonly http?: (request: PassingRequest) => Behaviour;
  /** Returns the request to send instead, or the status with which it is rejected. */
  readonly handshake?: (asked: Handshake) => Handshake | number;
  /** Returns the subprotocol in place of the selected one, or an empty text for none. */
  readonly echo?: (offered: readonly string[]) => string;
  /** Returns the answer to send to the client, or `undefined` to send none. */
  readonly reply?: (reply: string, asked: string) => string | undefined;
  /** Ends the socket after the answer. */
  readonly cutsAfter?: (asked: string) => boolean;
}

/** Forwards to a working chat, and injects one fault at a time. */
export class FaultyGateway {
  fault: Fault = {};
  readonly #clients = new Set<WebSocket>();

  readonly #server: Server;
  readonly #requests: FaultProxy;

  private constructor(server: Server, requests: FaultProxy) {
    this.#server = server;
    this.#requests = requests;
    requests.behave = (request) => this.fault.http?.(request) ?? "pass";
    server.on("request", (request, response) => void requests.handle(request, response));
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async start(): Promise<FaultyGateway> {
    const gateway = new FaultyGateway(createServer(), await FaultProxy.start());
    await new Promise<void>((resolve) => gateway.#server.listen(0, "127.0.0.1", resolve));
    return gateway;
  }

  /** URL of the server, for example `http://localhost:3000`. */
  set target(url: string) {
    this.#requests.target = url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) {
      client.terminate();
    }
    await this.#requests.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    const asked = {
      protocols: (request.headers["sec-websocket-protocol"] ?? "").split(/,\s*/).filter(Boolean),
      channelName: searchParams.get("c") ?? "",
    };
    const changed = this.fault.handshake?.(asked) ?? asked;
    if (typeof changed === "number") {
      refuse(socket, changed);
      return;
    }
    const url = `${this.#requests.target.replace(/^http/, "ws")}${pathname}?c=${changed.channelName}`;
    const onward = new WebSocket(url, [...changed.protocols]);
    onward.on("error", () => undefined);
    onward.once("unexpected-response", (_request, answer) => refuse(socket, answer.statusCode ?? 502));
    onward.once("open", () => {
      const agreed = this.fault.echo?.(asked.protocols) ?? onward.protocol;
      const server = new WebSocketServer({ noServer: true, handleProtocols: () => agreed || false });
      server.handleUpgrade(request, socket, head, (client) => this.#connect(client, onward));
    });
  }

  #connect(client: WebSocket, onward: WebSocket): void {
    this.#clients.add(client);
    let asked = "";
    client.on("message", (data) => {
      asked = String(data);
      onward.send(asked);
    });
    onward.on("message", (data) => {
      const reply = this.fault.reply === undefined ? String(data) : this.fault.reply(String(data), asked);
      if (reply !== undefined) {
        client.send(reply);
      }
      if (this.fault.cutsAfter?.(asked)) {
        client.close();
      }
    });
    client.on("close", () => {
      this.#clients.delete(client);
      onward.terminate();
    });
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
