import type { WebSocket } from "ws";
import type { Clock, Timer } from "../../clock";
import type { ClientIdentity } from "../client-request";
import { closeCodes, connectionMilliseconds, frameBytes, idleMilliseconds, messageBytes } from "./limits";

/** What is known of a connection from its upgrade request on. */
export interface ConnectionInfo {
  readonly connectionId: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly identity: ClientIdentity;
  readonly domainName: string;
}

/** An open connection: what it may send, and how long it may live. */
export class Connection {
  readonly info: ConnectionInfo;
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #lastActiveAt: number;

  constructor(info: ConnectionInfo, socket: WebSocket, clock: Clock) {
    this.info = info;
    this.#socket = socket;
    this.#clock = clock;
    this.#lastActiveAt = clock.now();
    this.#limitLifetime();
  }

  /** Milliseconds since 1970 of the last message in either direction. */
  get lastActiveAt(): number {
    return this.#lastActiveAt;
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Notes a message of the client. Pings of the WebSocket protocol are none (assumed). */
  touch(): void {
    this.#lastActiveAt = this.#clock.now();
  }

  /**
   * Sends a text message, in frames of at most 32 KB.
   *
   * @returns False when it is over the limit of a message; nothing was sent then.
   */
  send(message: string | Buffer): boolean {
    // A JavaScript character is at most three bytes of UTF-8.
    if (message.length * 3 <= frameBytes) {
      this.#socket.send(message, text, ignoreError);
    } else {
      const bytes = typeof message === "string" ? Buffer.from(message) : message;
      if (bytes.length > messageBytes) {
        return false;
      }
      for (let at = 0; at < bytes.length; at += frameBytes) {
        const end = Math.min(at + frameBytes, bytes.length);
        this.#socket.send(bytes.subarray(at, end), { binary: false, fin: end === bytes.length }, ignoreError);
      }
    }
    this.touch();
    return true;
  }

  /** Closes with a close frame; a client that does not answer it is cut off by `ws` after half a minute. */
  close({ code, reason }: { readonly code: number; readonly reason: string }): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the connection without a word. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** To be called when the socket is closed: no timer is left behind. */
  release(): void {
    this.#timer?.cancel();
  }

  /** One timer for both limits: it is not moved by each message, but looks again when it falls due. */
  #limitLifetime(): void {
    const now = this.#clock.now();
    const end = Math.min(
      this.#lastActiveAt + idleMilliseconds,
      this.info.connectedAt + connectionMilliseconds,
    );
    if (now >= end) {
      this.close(closeCodes.goingAway);
    } else {
      this.#timer = this.#clock.setTimeout(() => this.#limitLifetime(), end - now);
    }
  }
}

const text = { binary: false } as const;

/** A message to a socket that is just closing is lost, as on AWS. */
function ignoreError(): void {}
