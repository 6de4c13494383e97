import type { Figure } from "../figures/figure";

/** What a run of the bench gave. */
export interface BenchRun {
  readonly machine: string;
  /** A day, for example `2026-01-31`. */
  readonly measuredAt: string;
  /** How often each was measured; the median counts. */
  readonly rounds: number;
  readonly figures: readonly Figure[];
}
