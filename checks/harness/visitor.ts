import { subprotocol } from "@kite-chat/protocol";
import { WebSocket } from "ws";

/** A frame as it came: JSON parsed, or the text that was no JSON. */
export type Frame = unknown;

/** A visitor over a real WebSocket. */
export class Visitor {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame) => void)[] = [];
  /** The code with which the connection was closed. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("message", (data) => {
      const frame = parse(String(data));
      const take = this.#waiting.shift();
      if (take) take(frame);
      else this.#frames.push(frame);
    });
  }

  /** @throws Error with the HTTP status when the upgrade is refused */
  static async connect(
    url: string,
    protocols: string | string[] = subprotocol,
    origin?: string,
  ): Promise<Visitor> {
    const socket = new WebSocket(url, protocols, origin === undefined ? {} : { origin });
    const visitor = new Visitor(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return visitor;
  }

  /** The sub-protocol that was agreed on. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Frames that came and were not asked for. */
  get unread(): readonly Frame[] {
    return this.#frames;
  }

  send(frame: string | readonly unknown[]): void {
    this.#socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  /** Sends a frame and gives the next one that comes. */
  ask(frame: string | readonly unknown[]): Promise<Frame> {
    this.send(frame);
    return this.next();
  }

  next(): Promise<Frame> {
    return this.#frames.length > 0
      ? Promise.resolve(this.#frames.shift())
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  /** Ends the connection without a word, as a dead network does. */
  terminate(): void {
    this.#socket.terminate();
  }
}

function parse(text: string): Frame {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
