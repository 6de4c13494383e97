import { createHash } from "node:crypto";

/** Minimum and maximum delay until eventually consistent reads return a write. */
export interface LagRange {
  /** Minimum, 0 or more. */
  readonly minimumMilliseconds: number;
  /** Maximum, at least the minimum. With 0 every read is up to date. */
  readonly maximumMilliseconds: number;
}

/** Options of {@link ReadLag}. */
export interface ReadLagOptions extends LagRange {
  /** Seed of the lags. With equal seeds, the same write of the same item has the same lag. @default 1 */
  readonly seed?: number;
}

/** No lag: every read is up to date. */
export const noLag: LagRange = { minimumMilliseconds: 0, maximumMilliseconds: 0 };

/**
 * The delay until eventually consistent reads return a write. DynamoDB documents no upper bound. The delay is usually
 * well under a second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
 */
export class ReadLag {
  readonly #seed: number;
  #range: LagRange;

  /** @throws RangeError for an empty or negative range */
  constructor({ seed = 1, ...range }: ReadLagOptions) {
    this.#seed = seed;
    this.#range = checked(range);
  }

  /** The range for later writes. */
  get range(): LagRange {
    return this.#range;
  }

  /** Returns whether reads can be out of date. */
  get isOn(): boolean {
    return this.#range.maximumMilliseconds > 0;
  }

  /** Changes the range for later writes. @throws RangeError for an empty or negative range */
  set(range: LagRange): void {
    this.#range = checked(range);
  }

  /**
   * Returns the lag of one write, in milliseconds. It depends only on the seed, the item and the count of its writes,
   * not on the order in which different items are written.
   *
   * @param item Identifies the item.
   * @param count Number of earlier writes of the item.
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
      `Invalid read lag: received ${minimumMilliseconds} to ${maximumMilliseconds} ms, expected 0 ≤ minimum ≤ maximum.`,
    );
  }
  return { minimumMilliseconds, maximumMilliseconds };
}
