import type { Figure } from "../figures/figure";

/** Result of a run of the bench. */
export interface BenchRun {
  readonly machine: string;
  /** A day, for example `2026-01-31`. */
  readonly measuredAt: string;
  /** Number of runs of each measurement, of which the median is reported. */
  readonly rounds: number;
  readonly figures: readonly Figure[];
}

/** Formats the figures of a run with peers, targets and the previous run, as a table in Markdown. */
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

/** Returns whether a figure reaches its target, or has none. */
export function reachesAim({ value, aim: wanted, higherIsBetter = false }: Figure): boolean {
  return wanted === undefined || (higherIsBetter ? value >= wanted : value <= wanted);
}

/** Formats a value with three significant digits and its unit. */
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
