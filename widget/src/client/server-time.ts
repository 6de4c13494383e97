import { minute } from "./clock";

/** The server replaces a timestamp that differs from its clock by more than this. */
const toleratedMilliseconds = 5 * minute;

/** The server's clock, as a page stores it. */
export interface KnownServerTime {
  /** The server's clock minus this device's clock, in milliseconds. */
  readonly offset: number;
  /** The latest timestamp that was created, in milliseconds since 1970. */
  readonly latest: number;
}

/**
 * Creates timestamps by the server's clock, each later than the one before. The clock of a visitor's device may be
 * wrong by days. The time of the server is derived from acknowledgements.
 */
export class ServerTime {
  readonly #now: () => number;
  #offset: number;
  #latest: number;

  /** @param now returns the time of this device */
  constructor(now: () => number, { offset, latest }: KnownServerTime) {
    this.#now = now;
    this.#offset = offset;
    this.#latest = latest;
  }

  get known(): KnownServerTime {
    return { offset: this.#offset, latest: this.#latest };
  }

  /** Returns the estimated current time of the server, in milliseconds since 1970. */
  now(): number {
    return Math.round(this.#now() + this.#offset);
  }

  /** Returns the timestamp of a message that is sent now. */
  next(): string {
    this.#latest = Math.max(this.now(), this.#latest + 1);
    return new Date(this.#latest).toISOString();
  }

  /**
   * Updates the server's time from an acknowledgement.
   * @param stamp the message's timestamp, from `next`
   * @param storedAt the server's time, from the acknowledgement
   * @param askedAt when the message was sent, by the clock of this device; undefined for a message that was sent more
   *   than once, because the server then repeats an old time
   * @returns the timestamp under which the server has stored the message
   */
  learn(stamp: string, storedAt: string, askedAt: number | undefined): string {
    const stored = Date.parse(storedAt);
    if (Number.isNaN(stored) || askedAt === undefined) {
      return stamp;
    }
    this.#offset = stored - (askedAt + this.#now()) / 2;
    if (Math.abs(Date.parse(stamp) - stored) <= toleratedMilliseconds) {
      return stamp;
    }
    this.#latest = stored;
    return storedAt;
  }
}
