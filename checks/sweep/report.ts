import { sweepFaults } from "./fault-table";
import type { FaultCount } from "./record";
import { type DirectionVerdict, type Verdict, violationsOf } from "./verdict";

/** Formats the figures of both directions as a table in Markdown. */
export function figuresTable({ toHost, toVisitor, gatewayErrors }: Verdict): string {
  const row = (name: string, figure: (direction: DirectionVerdict) => number) =>
    `| ${name} | ${figure(toHost)} | ${figure(toVisitor)} |`;
  return [
    "| | visitors → host | host → visitors |",
    "|---|---:|---:|",
    row("attempted", (it) => it.attempted),
    row("acknowledged", (it) => it.acknowledged),
    row("delivered", (it) => it.delivered),
    row("rejected, and the sender notified", (it) => it.refused),
    row("**lost**", (it) => it.lost.length),
    row("**unexpected**", (it) => it.unexpected.length),
    row("duplicated, explained", (it) => it.explainedDuplicates.length),
    row("**duplicated, unexplained**", (it) => it.unexplainedDuplicates.length),
    row("**out of order**", (it) => it.outOfOrder.length),
    row("**pending at the end**", (it) => it.pending.length),
    `| **error frames of the gateway** | ${gatewayErrors.length} | |`,
  ].join("\n");
}

/** Formats the calls and hits of each fault as a table in Markdown. */
export function faultsTable(names: readonly string[], counts: ReadonlyMap<string, FaultCount>): string {
  const rows = names.map((name) => {
    const { calls, hits } = counts.get(name) ?? { calls: 0, hits: 0 };
    const share = calls === 0 ? 0 : (100 * hits) / calls;
    return `| ${name} | ${sweepFaults[name]?.strikes ?? ""} | ${calls} | ${hits} | ${share.toFixed(1)} % |`;
  });
  return ["| fault | what happens | calls | hits | share |", "|---|---|---:|---:|---:|", ...rows].join("\n");
}

/** Lists the violations, one on each line, up to a maximum for each kind and direction. */
export function listViolations(verdict: Verdict, most: number): readonly string[] {
  const directions = [
    ["visitors → host", violationsOf(verdict.toHost)],
    ["host → visitors", violationsOf(verdict.toVisitor)],
    ["gateway", verdict.gatewayErrors.map((it) => ({ ...it, kind: "error frame" }))],
  ] as const;
  return directions.flatMap(([direction, violations]) => {
    const kinds = new Set(violations.map(({ kind }) => kind));
    return [...kinds].flatMap((kind) => {
      const own = violations.filter((it) => it.kind === kind);
      const lines = own
        .slice(0, most)
        .map(({ token, reason }) => `${direction}, ${kind}: ${token}: ${reason}`);
      return own.length > most ? [...lines, `${direction}, ${kind}: ${own.length - most} more`] : lines;
    });
  });
}
