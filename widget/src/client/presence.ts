import { type Clock, minute, second, type Timer } from "./clock";
import { awaitMilliseconds } from "./stored-keys";

/** The visitor's attention to the page. */
export interface Attention {
  /** Whether the tab is visible. */
  readonly isVisible: boolean;
  /** Whether the panel is open. */
  readonly isOpen: boolean;
  /** Time of the visitor's last message, if the host has not answered since, in milliseconds since 1970. */
  readonly awaitsSince: number | undefined;
  /** Whether a message waits to be sent. */
  readonly hasUnsent: boolean;
}

/** Time for which a tab keeps its socket although nobody looks at it and no answer is awaited. */
const lingerMilliseconds = 5 * minute;

const watchedPingMilliseconds = 55 * second;
/** API Gateway closes a socket that is idle for 10 min. */
const hiddenPingMilliseconds = 9 * minute;

/** Decides whether this tab needs a socket. A socket that nobody uses would only cost money. */
export class Presence {
  readonly #clock: Clock;
  readonly #onChange: (needsSocket: boolean) => void;
  #attention: Attention = { isVisible: false, isOpen: false, awaitsSince: undefined, hasUnsent: false };
  #needsSocket = false;
  #timer: Timer | undefined;

  constructor(clock: Clock, onChange: (needsSocket: boolean) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Whether the tab is in front. */
  get isVisible(): boolean {
    return this.#attention.isVisible;
  }

  /** Whether the visitor looks at the open panel. */
  get isWatched(): boolean {
    return this.#attention.isVisible && this.#attention.isOpen;
  }

  /** Returns the time between two pings. @param isProxied whether a proxy closes sockets that are idle for a minute */
  pingMilliseconds(isProxied: boolean | undefined): number {
    return this.#attention.isVisible || isProxied ? watchedPingMilliseconds : hiddenPingMilliseconds;
  }

  note(change: Partial<Attention>): void {
    this.#attention = { ...this.#attention, ...change };
    this.#decide();
  }

  /** Stops all timers. */
  close(): void {
    this.#timer?.cancel();
  }

  #decide(): void {
    this.#timer?.cancel();
    const { awaitsSince, hasUnsent } = this.#attention;
    // A time in the future is that of a wrong clock.
    const remaining = awaitMilliseconds - Math.abs(this.#clock.now() - (awaitsSince ?? 0));
    if (this.isWatched || hasUnsent) {
      this.#set(true);
    } else if (remaining > 0) {
      this.#set(true);
      this.#timer = this.#clock.setTimeout(() => this.#decide(), remaining);
    } else if (this.#needsSocket) {
      this.#timer = this.#clock.setTimeout(() => this.#set(false), lingerMilliseconds);
    }
  }

  #set(needsSocket: boolean): void {
    if (this.#needsSocket !== needsSocket) {
      this.#needsSocket = needsSocket;
      this.#onChange(needsSocket);
    }
  }
}
