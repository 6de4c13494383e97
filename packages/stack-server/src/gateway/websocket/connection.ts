import type { WebSocket } from "ws";
import type { Clock, Timer } from "../../clock";
import type { ClientIdentity } from "../client-request";
import { closeCodes, connectionMilliseconds, frameBytes, idleMilliseconds, messageBytes } from "./limits";

/** Data of a connection, from its upgrade request on. */
export interface ConnectionInfo {
  readonly connectionId: string;
  /** Time of the connection, in milliseconds since 1970. */
  readonly connectedAt: number;
  readonly identity: ClientIdentity;
  readonly domainName: string;
}

/** An open connection, with its limits for messages and lifetime. */
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

  /** Time of the last message in either direction, in milliseconds since 1970. */
  get lastActiveAt(): number {
    return this.#lastActiveAt;
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Records a message from the client. WebSocket pings do not count (assumed). */
  touch(): void {
    this.#lastActiveAt = this.#clock.now();
  }

  /**
   * Sends a text message in frames of at most 32 KB.
   *
   * @returns false if the message is over the limit and was not sent
   */
  send(message: string | Buffer): boolean {
    // A JavaScript character has at most three bytes in UTF-8.
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

  /** Sends a close frame. If the client does not respond, `ws` ends the connection after half a minute. */
  close({ code, reason }: { readonly code: number; readonly reason: string }): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the connection without a close frame. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Removes the timers. Call this when the socket is closed. */
  release(): void {
    this.#timer?.cancel();
  }

  /** Uses one timer for both limits. A message does not restart the timer: it checks both limits when it fires. */
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

/** As on AWS, a message to a closing socket is lost. */
function ignoreError(): void {}
