/** Gives timestamps of which each is later than the one before, also within a millisecond or after a clock change. */
export class AscendingTime {
  #last: number;

  readonly #clock: { now(): number };

  /** @param last The newest timestamp given out before, ISO 8601; anything else counts as none. */
  constructor(clock: { now(): number }, last: string) {
    this.#clock = clock;
    this.#last = Number.isNaN(Date.parse(last)) ? 0 : Date.parse(last);
  }

  /** The newest timestamp given out, empty for none. */
  get last(): string {
    return this.#last === 0 ? "" : new Date(this.#last).toISOString();
  }

  /** The time now, or a millisecond after the last. */
  next(): string {
    this.#last = Math.max(this.#clock.now(), this.#last + 1);
    return new Date(this.#last).toISOString();
  }
}
