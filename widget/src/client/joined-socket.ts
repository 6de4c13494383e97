import type { ServerFrame } from "@kite-chat/protocol";
import { type Clock, second, type Timer } from "./clock";
import { readServerFrame } from "./server-frame";

/** The part of a WebSocket that the client uses. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

/** Events of a wire. `onClose` is called once, even if the wire never opened. */
export interface WireEvents {
  onOpen(): void;
  onText(text: string): void;
  /** @param code close code of the WebSocket protocol; 1006 if the connection broke */
  onClose(code: number): void;
}

export interface JoinedSocketProps {
  readonly openWire: (events: WireEvents) => Wire;
  readonly clock: Clock;
  readonly joinFrame: () => Promise<readonly unknown[]>;
  /** Explains a fault to the developer of the page. */
  readonly explain: (reason: string) => void;
  readonly onJoined: () => void;
  /** Called with each frame after the answer to JOIN. */
  readonly onFrame: (frame: ServerFrame) => void;
  /** Called when JOIN is rejected, after the socket was closed. */
  readonly onRejected: (reason: string, code: number) => void;
  /** Called once when the socket ends, unless `close` ended it. */
  readonly onLost: (end: SocketEnd) => void;
}

/** The end of a socket. */
export interface SocketEnd {
  readonly code: number;
  readonly wasOpen: boolean;
}

/** The server's deadline is shorter: API Gateway gives a function 29 s to answer. */
export const answerMilliseconds = 32 * second;

/** One socket, from its opening to its end. It joins before it is used. */
export class JoinedSocket {
  readonly #props: JoinedSocketProps;
  readonly #timer: Timer;
  readonly #wire: Wire;
  #isOpen = false;
  #isJoined = false;
  #isOver = false;

  constructor(props: JoinedSocketProps) {
    this.#props = props;
    this.#timer = props.clock.setTimeout(() => this.#lose(1006), answerMilliseconds);
    this.#wire = props.openWire({
      onOpen: () => void this.#join(),
      onText: (text) => this.#receive(text),
      onClose: (code) => this.#lose(code),
    });
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  send(frame: readonly unknown[]): void {
    if (!this.#isOver) {
      this.#wire.send(toJson(frame));
    }
  }

  /** Closes the socket without calling `onLost`. */
  close(): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#isJoined = false;
      this.#timer.cancel();
      this.#wire.close();
    }
  }

  async #join(): Promise<void> {
    this.#isOpen = true;
    try {
      this.send(await this.#props.joinFrame());
    } catch (error) {
      this.#props.explain(`token: ${error}`);
      this.#lose(1006);
    }
  }

  #receive(text: string): void {
    const frame = this.#isOver ? undefined : readServerFrame(text);
    if (frame === undefined) {
      return;
    }
    if (this.#isJoined) {
      this.#props.onFrame(frame);
    } else if (frame[0] === "OK") {
      this.#isJoined = true;
      this.#timer.cancel();
      this.#props.onJoined();
    } else if (frame[0] === "ERR") {
      this.close();
      this.#props.onRejected(frame[1], frame[2]);
    }
  }

  #lose(code: number): void {
    if (!this.#isOver) {
      this.close();
      this.#props.onLost({ code, wasOpen: this.#isOpen });
    }
  }
}

/** Writes a value of a frame. Old libraries give arrays a toJSON, which JSON.stringify would call. */
function toJson(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(toJson)}]` : JSON.stringify(value);
}
