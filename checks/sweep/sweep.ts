import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { synthesize } from "../../playground/synthesize";
import { check } from "./check";
import { conclude } from "./conclusion";
import { tooRareFaults } from "./fault-counts";
import { LEAST_HITS, LEAST_SHARE, SWEEP_FAULTS } from "./fault-table";
import { withFrequentSweeps } from "./frequent-sweeps";
import { faultsTable, figuresTable, listViolations } from "./report";
import { runSweep } from "./run-sweep";
import { saveFigures } from "./save-figures";
import { trace } from "./trace";
import { isClean, violationsOf } from "./verdict";

const OUTPUT = join(REPOSITORY, ".kite/sweep");

/** How many violations of a kind are listed. */
const LISTED = 10;

/** What a sweep sends, and what strikes meanwhile. */
export interface SweepOptions {
  readonly messages: number;
  /** Decides the traffic and the faults. */
  readonly seed: string;
  /** Names of faults, separated by commas; "none" for none; `undefined`: all. */
  readonly faults: string | undefined;
  /** Writes the figures into docs/reliability.md. */
  readonly save: boolean;
  /** Gets what is reported, while it runs and at its end. */
  print(text: string): void;
}

/**
 * Sends messages both ways while faults strike, and checks that none is lost, misrouted, repeated or out of order.
 * @returns whether every promise was kept, both sides wrote, and every fault struck often enough
 * @throws UserError when there is no such fault
 */
export async function sweep({ messages, seed, faults: named, save, print }: SweepOptions): Promise<boolean> {
  const faults = readFaults(named);
  const command = `npm run sweep -- --messages ${messages} --seed ${seed}${named === undefined ? "" : ` --faults ${named}`}`;
  const planDirectory = mkdtempSync(join(tmpdir(), "kite-sweep-plan-"));
  try {
    const stackDirectory = withFrequentSweeps(
      await synthesize({ stage: "dev", outputDirectory: planDirectory }),
    );
    const started = Date.now();
    const onProgress = (line: string) =>
      print(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
    const result = await runSweep({
      messages,
      seed,
      faults,
      stackDirectory,
      outputDirectory: OUTPUT,
      onProgress,
    });
    const verdict = check(result.history);
    const tooRare = tooRareFaults(faults, result.faults);
    const figures = figuresTable(verdict);
    const counts = faultsTable(faults, result.faults);
    print(`\n${figures}\n\n${counts}\n`);
    const violations = listViolations(verdict, LISTED);
    print(violations.join("\n"));
    if (tooRare.length > 0) {
      print(
        `Struck too little (expected at least ${LEAST_HITS} hits and ${100 * LEAST_SHARE} % of the calls): ${tooRare.join(", ")}.`,
      );
    }
    if (!isClean(verdict)) {
      const [first] = [...violationsOf(verdict.toHost), ...violationsOf(verdict.toVisitor)];
      print(
        `All that is known of one of them:\n  npm run sweep -- --last --trace ${first?.token ?? "<token>"}\nThe server's log is .kite/sweep/server.log.`,
      );
    }
    if (save) {
      saveFigures({ command, figures, counts, seconds: result.seconds });
    }
    const { passed, lines } = conclude(verdict, tooRare);
    print(lines.join("\n"));
    return passed;
  } finally {
    rmSync(planDirectory, { recursive: true, force: true });
  }
}

/** Everything that the last run's journals know of a message, a line each. */
export function traceLastRun(token: string): readonly string[] {
  return trace(OUTPUT, token);
}

function readFaults(named: string | undefined): readonly string[] {
  if (named === undefined) {
    return Object.keys(SWEEP_FAULTS);
  }
  const names = named === "none" ? [] : named.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(SWEEP_FAULTS, name));
  if (unknown.length > 0) {
    throw new UserError(
      `--faults: there is no fault ${unknown.join(", ")}. Choose from ${Object.keys(SWEEP_FAULTS).join(", ")}.`,
    );
  }
  return names;
}
