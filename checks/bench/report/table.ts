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

/** The figures of a run, each beside its peer, its aim and the last run, as a table in Markdown. */
export function printTable(run: BenchRun, last?: BenchRun): string {
  const before = new Map(last?.figures.map((figure) => [figure.id, figure.value]));
  return [
    `| | Kite | beside | aim | since ${last?.measuredAt ?? "last time"} |`,
    "|---|---:|---:|---:|---:|",
    ...run.figures.map((figure) => {
      const beside = figure.beside ? `${amount(figure.beside.value, figure.unit)} ${figure.beside.what}` : "";
      return `| ${figure.what} | ${amount(figure.value, figure.unit)} | ${beside} | ${aim(figure)} | ${change(figure, before.get(figure.id))} |`;
    }),
  ].join("\n");
}

/** True when a figure is as good as is wanted, or nothing is wanted of it. */
export function reachesAim({ value, aim: wanted, higherIsBetter = false }: Figure): boolean {
  return wanted === undefined || (higherIsBetter ? value >= wanted : value <= wanted);
}

/** A value with its unit, with three figures that say something. */
export function amount(value: number, unit: Figure["unit"]): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = Number.isInteger(value) ? String(value) : value.toFixed(digits);
  return unit === "$" ? `$${text}` : unit === "units" ? text : `${text} ${unit}`;
}

function aim(figure: Figure): string {
  if (figure.aim === undefined) {
    return "";
  }
  const sign = figure.higherIsBetter ? "≥" : "≤";
  return `${sign} ${amount(figure.aim, figure.unit)}${reachesAim(figure) ? "" : " **missed**"}`;
}

function change({ value }: Figure, before: number | undefined): string {
  if (before === undefined || before === 0) {
    return "";
  }
  const percent = Math.round((value / before - 1) * 100);
  return percent === 0 ? "=" : `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}
