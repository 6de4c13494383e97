import { type Clock, second, type Timer } from "./clock";

const pongMilliseconds = 20 * second;
/**
 * The time is shorter when a visitor comes back and looks at the panel, because a dead socket must then be detected
 * fast.
 */
const quickPongMilliseconds = 5 * second;

export interface HeartbeatProps {
  readonly clock: Clock;
  /** Returns the time between two PINGs, in milliseconds. */
  readonly pingMilliseconds: () => number;
  readonly sendPing: () => void;
  /** Called if no frame arrives in time after a PING. */
  readonly onSilence: () => void;
}

/** Sends a PING when a socket was idle for some time, to detect a dead socket. */
export class Heartbeat {
  readonly #props: HeartbeatProps;
  #pingTimer: Timer | undefined;
  #pongTimer: Timer | undefined;

  constructor(props: HeartbeatProps) {
    this.#props = props;
  }

  /** Restarts the idle time, because the socket has joined or a frame was sent. */
  restart(): void {
    const { clock, pingMilliseconds } = this.#props;
    this.#pingTimer?.cancel();
    this.#pingTimer = clock.setTimeout(() => this.#ping(pongMilliseconds), pingMilliseconds());
  }

  /** Notes that a frame of the server arrived, which proves that the socket is alive. */
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
