/** One line of the bench's table. */
export interface Figure {
  /** Stable: by it a run is compared with the last. */
  readonly id: string;
  readonly what: string;
  readonly unit: "ms" | "/s" | "KiB" | "units" | "$";
  readonly value: number;
  /** True: more is better. @default false */
  readonly higherIsBetter?: boolean;
  /** The same by something else in the same run: a limit, or what is usual. */
  readonly beside?: { readonly what: string; readonly value: number };
  /** What the value should not be above, or below where more is better. */
  readonly aim?: number;
}

/** Makes some lines of the table. */
export type Measurement = (context: BenchContext) => Promise<readonly Figure[]>;

/** What measurements share. */
export interface BenchContext {
  /** The synthesized stack `kite` of stage `dev`. */
  readonly stackDirectory: string;
  /** How often each is done; the median counts. */
  readonly rounds: number;
  /** How long each rate is taken. */
  readonly seconds: number;
}

/** The median of what several rounds give. */
export async function medianOf(rounds: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await measure());
  }
  return median(values);
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
