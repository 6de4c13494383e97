import type { ServerCall } from "../harness/kite-server";
import { leastHits, leastShare } from "./fault-table";
import type { FaultCount } from "./record";

/** Counts the calls for which each fault of the server was possible, and those in which it occurred. */
export function countServerFaults(calls: readonly ServerCall[]): ReadonlyMap<string, FaultCount> {
  const writes = calls.filter(({ service }) => service === "dynamodb").length;
  // The lag applies to every write while it is on.
  const counts = new Map<string, FaultCount>([["index-lag", { calls: writes, hits: writes }]]);
  for (const { considered, fault } of calls) {
    for (const name of considered) {
      const count = counts.get(name) ?? { calls: 0, hits: 0 };
      count.calls += 1;
      count.hits += name === fault ? 1 : 0;
      counts.set(name, count);
    }
  }
  return counts;
}

/** Returns the names of the faults that occurred too rarely for a conclusion. */
export function tooRareFaults(
  names: readonly string[],
  counts: ReadonlyMap<string, FaultCount>,
): readonly string[] {
  return names.filter((name) => {
    const { calls, hits } = counts.get(name) ?? { calls: 0, hits: 0 };
    return hits < leastHits || hits < leastShare * calls;
  });
}
