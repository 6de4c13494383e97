import { createHash } from "node:crypto";

/** How long a write may stay invisible to eventually consistent reads. */
export interface LagRange {
  /** At least 0. */
  readonly minimumMilliseconds: number;
  /** At least the minimum. 0: every read is up to date. */
  readonly maximumMilliseconds: number;
}

export interface ReadLagOptions extends LagRange {
  /** The same seed gives the same lag to the same write of the same item. @default 1 */
  readonly seed?: number;
}

/** No lag: every read is up to date. */
export const NO_LAG: LagRange = { minimumMilliseconds: 0, maximumMilliseconds: 0 };

/**
 * The age that an item may have in an eventually consistent read. DynamoDB names no bound; it is usually well under a
 * second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
 */
export class ReadLag {
  readonly #seed: number;
  #range: LagRange;

  /** @throws RangeError for a range that is empty or below 0 */
  constructor({ seed = 1, ...range }: ReadLagOptions) {
    this.#seed = seed;
    this.#range = checked(range);
  }

  get range(): LagRange {
    return this.#range;
  }

  /** False: all reads are up to date. */
  get isOn(): boolean {
    return this.#range.maximumMilliseconds > 0;
  }

  /** Changes the range for later writes. @throws RangeError for a range that is empty or below 0 */
  set(range: LagRange): void {
    this.#range = checked(range);
  }

  /**
   * The lag of one write, in milliseconds. It depends on the seed, the item and the count of its writes alone, so that
   * it does not change with the order in which different items are written.
   *
   * @param item Names the item.
   * @param count How many writes of the item came before.
   */
  ofWrite(item: string, count: number): number {
    const { minimumMilliseconds, maximumMilliseconds } = this.#range;
    const digest = createHash("sha256").update(`${this.#seed}/${count}/${item}`).digest();
    const fraction = digest.readUInt32BE(0) / 2 ** 32;
    return minimumMilliseconds + fraction * (maximumMilliseconds - minimumMilliseconds);
  }
}

function checked({ minimumMilliseconds, maximumMilliseconds }: LagRange): LagRange {
  if (!(minimumMilliseconds >= 0 && maximumMilliseconds >= minimumMilliseconds)) {
    throw new RangeError(
      `The lag of reads cannot be ${minimumMilliseconds} to ${maximumMilliseconds} ms: expected 0 ≤ minimum ≤ maximum.`,
    );
  }
  return { minimumMilliseconds, maximumMilliseconds };
}
