import { subprotocol } from "@kite-chat/protocol";
import { WebSocket } from "ws";
import { ContractError, shorten } from "./contract-error";

/** A received frame: parsed if it is an array or an object, otherwise the text. */
export type Frame = unknown;

/** A frame to send: an array is sent as JSON, a text unchanged. */
export type OutgoingFrame = string | readonly unknown[];

/** An expected element of an answer: the value itself, or a description and a test. */
export type Wanted = string | number | readonly [description: string, isRight: (value: unknown) => boolean];

export interface ConnectOptions {
  /** Subprotocols to offer. @default - the chat's own */
  readonly protocols?: readonly string[] | undefined;
  /** The `Origin` header, as a browser sends it. @default - none */
  readonly origin?: string | undefined;
  /** Signal that terminates the socket, even while it connects. @default - no signal */
  readonly signal?: AbortSignal;
}

interface Waiter {
  resolve(frame: Frame): void;
  reject(error: ContractError): void;
}

/**
 * Represents a visitor's open WebSocket. It works with any server that implements the protocol of the chat.
 */
export class Visitor {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  readonly #waiters: Waiter[] = [];
  #closeCode: number | undefined;
  /** Close code of the connection. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#receive(parse(String(data))));
    this.closed = new Promise((resolve) => {
      socket.once("close", (code) => {
        this.#closeCode = code;
        for (const { reject } of this.#waiters.splice(0)) {
          reject(this.#lost(code));
        }
        resolve(code);
      });
    });
  }

  /** Opens a socket. @throws ContractError if the server rejects the upgrade */
  static async connect(url: string, options: ConnectOptions = {}): Promise<Visitor> {
    const answer = await Visitor.tryConnect(url, options);
    if (typeof answer === "number") {
      throw new ContractError("opening a socket", "the upgrade to be accepted (101)", `status ${answer}`);
    }
    return answer;
  }

  /** Connects. @returns the HTTP status if the server rejects the upgrade */
  static tryConnect(
    url: string,
    { protocols = [subprotocol], origin, signal }: ConnectOptions = {},
  ): Promise<Visitor | number> {
    const socket = new WebSocket(url, [...protocols], {
      // API Gateway does not compress frames.
      perMessageDeflate: false,
      ...(origin !== undefined && { origin }),
    });
    const end = () => socket.terminate();
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) {
      end();
    }
    return new Promise((resolve, reject) => {
      const visitor = new Visitor(socket);
      socket.once("open", () => resolve(visitor));
      socket.once("unexpected-response", (_request, response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on("error", reject);
    });
  }

  /** The selected subprotocol. Empty if the server selected none. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Received frames that {@link next} has not returned. */
  get unread(): readonly Frame[] {
    return this.#frames;
  }

  send(frame: OutgoingFrame): void {
    this.#socket.send(textOf(frame));
  }

  /** Sends a frame, and returns the next frame that arrives. */
  ask(frame: OutgoingFrame): Promise<Frame> {
    this.send(frame);
    return this.next();
  }

  /**
   * Sends a frame and checks the answer.
   * @returns the answer
   * @throws ContractError if the answer differs
   */
  async expect(frame: OutgoingFrame, wanted: readonly Wanted[]): Promise<readonly unknown[]> {
    const answer = await this.ask(frame);
    const isRight =
      Array.isArray(answer) &&
      answer.length === wanted.length &&
      wanted.every((want, index) =>
        typeof want === "object" ? want[1](answer[index]) : want === answer[index],
      );
    if (!isRight) {
      throw new ContractError(shorten(textOf(frame), 120), describe(wanted), answer);
    }
    return answer;
  }

  /** Returns the oldest unread frame, or waits for one. @throws ContractError if the socket is closed */
  async next(): Promise<Frame> {
    if (this.#frames.length > 0) {
      return this.#frames.shift();
    }
    if (this.#closeCode !== undefined) {
      throw this.#lost(this.#closeCode);
    }
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  /** Ends the connection without a close frame, like a broken network. */
  terminate(): void {
    this.#socket.terminate();
  }

  #receive(frame: Frame): void {
    const waiter = this.#waiters.shift();
    if (waiter === undefined) {
      this.#frames.push(frame);
    } else {
      waiter.resolve(frame);
    }
  }

  #lost(code: number): ContractError {
    return new ContractError("waiting for an answer", "the socket to stay open", `close ${code}`);
  }
}

function textOf(frame: OutgoingFrame): string {
  return typeof frame === "string" ? frame : JSON.stringify(frame);
}

function describe(wanted: readonly Wanted[]): string {
  return `[${wanted.map((want) => (typeof want === "object" ? `<${want[0]}>` : JSON.stringify(want))).join(",")}]`;
}

/** Parses a frame. Returns a text such as `OK` unchanged, because the chat sends it without quotes. */
function parse(text: string): Frame {
  try {
    return /^[[{]/.test(text) ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}
