/** Rate and duration of a repeated operation. */
export interface RateResult {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  /** 99th percentile in milliseconds. */
  readonly p99: number;
}

/** Time before anything is counted, in which code is compiled and pools grow. */
const warmUpSeconds = 5;

/** Measures operations that several loops repeat until the time is over. */
export class Rate {
  readonly #times: number[] = [];
  readonly #from = performance.now() + warmUpSeconds * 1000;
  readonly #until: number;

  readonly #seconds: number;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.#until = this.#from + seconds * 1000;
  }

  async repeat(once: () => Promise<unknown>): Promise<void> {
    for (let start = performance.now(); start < this.#until; ) {
      await once();
      const end = performance.now();
      if (end >= this.#from && end <= this.#until) {
        this.#times.push(end - start);
      }
      start = end;
    }
  }

  /** Returns the result. @throws Error if no operation has finished */
  result(): RateResult {
    if (this.#times.length === 0) {
      throw new Error("No operation finished in time.");
    }
    const sorted = this.#times.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { perSecond: sorted.length / this.#seconds, median: at(0.5), p99: at(0.99) };
  }
}
