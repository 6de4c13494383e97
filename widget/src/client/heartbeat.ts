import { type Clock, second, type Timer } from "./clock";

const pongMilliseconds = 20 * second;
/** A visitor who comes back looks at the panel: a dead socket must be found fast. */
const quickPongMilliseconds = 5 * second;

export interface HeartbeatProps {
  readonly clock: Clock;
  /** Returns the time between two PINGs, in milliseconds. */
  readonly pingMilliseconds: () => number;
  readonly sendPing: () => void;
  /** Called when nothing comes in time after a PING. */
  readonly onSilence: () => void;
}

/** Sends a PING when a socket was idle for some time, and finds out that it is dead. */
export class Heartbeat {
  readonly #props: HeartbeatProps;
  #pingTimer: Timer | undefined;
  #pongTimer: Timer | undefined;

  constructor(props: HeartbeatProps) {
    this.#props = props;
  }

  /** Starts to count the idle time again: the socket has joined, or a frame was sent. */
  restart(): void {
    const { clock, pingMilliseconds } = this.#props;
    this.#pingTimer?.cancel();
    this.#pingTimer = clock.setTimeout(() => this.#ping(pongMilliseconds), pingMilliseconds());
  }

  /** Notes a frame of the server: the socket is alive. */
  noteFrame(): void {
    this.#pongTimer?.cancel();
  }

  /** Checks the socket now. */
  check(): void {
    this.#ping(quickPongMilliseconds);
  }

  stop(): void {
    this.#pingTimer?.cancel();
    this.#pongTimer?.cancel();
  }

  #ping(within: number): void {
    const { clock, sendPing, onSilence } = this.#props;
    this.#pongTimer?.cancel();
    this.#pongTimer = clock.setTimeout(onSilence, within);
    sendPing();
  }
}
