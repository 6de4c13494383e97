/** A row of the bench's table. */
export interface Figure {
  /** Stable ID, by which a run is compared with the previous one. */
  readonly id: string;
  readonly what: string;
  readonly unit: "ms" | "/s" | "KiB" | "units" | "$";
  readonly value: number;
  /** Whether a higher value is better. @default false */
  readonly higherIsBetter?: boolean;
  /** The same figure of a peer that was measured in the same run: a limit, or a typical value. */
  readonly beside?: { readonly what: string; readonly value: number };
  /** Target: the maximum value, or the minimum if a higher value is better. */
  readonly aim?: number;
  /** Whether a run that misses the target fails. @default false */
  readonly mustReachAim?: boolean;
}

/** Measures some rows of the table. */
export type Measurement = (context: BenchContext) => Promise<readonly Figure[]>;

/** Settings that measurements share. */
export interface BenchContext {
  /** The synthesized stack `kite` of stage `dev`. */
  readonly stackDirectory: string;
  /** Number of runs of each measurement, of which the median is reported. */
  readonly rounds: number;
  /** Duration of each rate measurement. */
  readonly seconds: number;
}

/** Returns the median of several rounds. */
export async function medianOf(rounds: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await measure());
  }
  return median(values);
}

/** Returns the median. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
