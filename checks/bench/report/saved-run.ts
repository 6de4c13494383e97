import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../../constructs/repository";
import type { BenchRun } from "./bench-run";
import { describePerformance } from "./performance-page";

const SAVED = join(REPOSITORY, "checks/bench/last-run.json");
const PAGE = join(REPOSITORY, "docs/performance.md");

/** The run that was saved last; `undefined`: none was. */
export function readLastRun(): BenchRun | undefined {
  return existsSync(SAVED) ? JSON.parse(readFileSync(SAVED, "utf8")) : undefined;
}

/** Keeps a run in the repository, and writes the page about it. */
export function saveRun(run: BenchRun, last: BenchRun | undefined): void {
  writeFileSync(SAVED, `${JSON.stringify(run, null, 2)}\n`);
  writeFileSync(PAGE, describePerformance(run, last));
}
