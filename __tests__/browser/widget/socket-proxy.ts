import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { BrowserContext } from "playwright-core";
import { WebSocket, WebSocketServer } from "ws";

/** A frame of the protocol, parsed from JSON. */
export type Frame = readonly unknown[];

/**
 * The fate of a visitor's frame. It is handled, it is handled and its answer is lost, it is lost, or it gets another
 * answer.
 */
export type Fate = "handled" | "answer lost" | "lost" | { readonly answer: Frame };

/** A proxy between the widget and the chat's sockets. It counts the sockets, and simulates a bad network. */
export class SocketProxy {
  readonly #upstream: URL;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first ?? false });
  readonly #connected = new Set<Duplex>();
  /** Frames of visitors over all sockets, in the order of their arrival. */
  readonly frames: Frame[] = [];
  /** Number of answers to PING that were sent to visitors. */
  pongs = 0;
  /** Number of sockets that were opened. */
  opened = 0;
  /** Maximum number of sockets that were open at the same time. */
  mostOpen = 0;
  /** Whether new sockets fail. */
  isDown = false;
  /** Returns the fate of a visitor's frame. */
  fate: (frame: Frame) => Fate = () => "handled";

  private constructor(endpoint: string) {
    this.#upstream = new URL(endpoint);
    this.#server = createServer();
    this.#server.on("upgrade", (request, socket: Socket, head) => this.#onUpgrade(request, socket, head));
    this.#server.on("connection", (socket) => {
      this.#connected.add(socket);
      socket.on("close", () => this.#connected.delete(socket));
    });
  }

  /** @param endpoint URL of the chat for sockets */
  static async open(endpoint: string): Promise<SocketProxy> {
    const proxy = new SocketProxy(endpoint);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/socket`;
  }

  /** Number of sockets that are open now. */
  get open(): number {
    return this.#sockets.clients.size;
  }

  /** Returns the frames of a type. */
  typed(type: string): readonly Frame[] {
    return this.frames.filter(([it]) => it === type);
  }

  /** Resets the counts and faults for the next test. */
  reset(): void {
    this.cut();
    this.frames.length = 0;
    this.pongs = 0;
    this.opened = 0;
    this.mostOpen = 0;
    this.isDown = false;
    this.fate = () => "handled";
  }

  /** Closes all sockets with a close code, as a server does. */
  end(code: number): void {
    for (const socket of this.#sockets.clients) {
      socket.close(code);
    }
  }

  /** Cuts all sockets as a broken network does. */
  cut(): void {
    for (const socket of this.#sockets.clients) {
      socket.terminate();
    }
  }

  /** Disconnects a visitor's network: requests fail, sockets are cut, and no socket can be opened. */
  async goOffline(context: BrowserContext): Promise<void> {
    await context.setOffline(true);
    this.isDown = true;
    this.cut();
  }

  async goOnline(context: BrowserContext): Promise<void> {
    this.isDown = false;
    await context.setOffline(false);
  }

  close(): void {
    this.cut();
    this.#server.close();
    for (const socket of this.#connected) {
      socket.destroy();
    }
  }

  #onUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    this.opened += 1;
    if (this.isDown) {
      socket.destroy();
      return;
    }
    const { search } = new URL(request.url ?? "", "http://localhost");
    const protocol = request.headers["sec-websocket-protocol"];
    const chat = new WebSocket(this.#upstream.href + search, protocol?.split(", ") ?? [], {
      origin: request.headers.origin ?? "",
    });
    chat.on("error", () => socket.destroy());
    chat.on("open", () =>
      this.#sockets.handleUpgrade(request, socket, head, (page) => this.#connect(page, chat)),
    );
  }

  #connect(page: WebSocket, chat: WebSocket): void {
    this.mostOpen = Math.max(this.mostOpen, this.open);
    let lostAnswers = 0;
    page.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      this.frames.push(frame);
      const fate = this.fate(frame);
      if (typeof fate === "object") {
        page.send(JSON.stringify(fate.answer));
      } else if (fate !== "lost") {
        lostAnswers += fate === "answer lost" ? 1 : 0;
        chat.send(String(data));
      }
    });
    chat.on("message", (data) => {
      if (lostAnswers > 0) {
        lostAnswers -= 1;
      } else {
        page.send(String(data));
        this.pongs += String(data) === '["PONG"]' ? 1 : 0;
      }
    });
    page.on("error", () => chat.terminate());
    page.on("close", () => chat.terminate());
    chat.on("close", (code) => (code === 1006 ? page.terminate() : page.close(code)));
  }
}
