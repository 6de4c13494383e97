import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { synthesize } from "../../playground/synthesize";
import { changeStack } from "../harness/change-stack";
import { TemporaryFolder } from "../harness/temporary-folder";
import { checkToHost } from "./check-to-host";
import { checkToVisitor } from "./check-to-visitor";
import { tooRareFaults } from "./fault-counts";
import { leastHits, leastShare, sweepFaults } from "./fault-table";
import type { History } from "./history";
import { faultsTable, figuresTable, listViolations } from "./report";
import { type RunOptions, runSweep } from "./run-sweep";
import { saveFigures } from "./save-figures";
import { trace } from "./trace";
import { conclude, isClean, type Verdict, violationsOf } from "./verdict";

const output = join(repositoryFolder, ".kite/sweep");

/** How many violations of a kind are listed. */
const listed = 10;

/** What a sweep sends, and what strikes meanwhile. */
export interface SweepOptions extends Pick<RunOptions, "messages" | "seed"> {
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
  using stacks = new TemporaryFolder("sweep-stack");
  const stackDirectory = withFrequentSweeps(await synthesize({ stage: "dev", outputDirectory: stacks.path }));
  const started = Date.now();
  const onProgress = (line: string) =>
    print(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
  const options = { messages, seed, faults, stackDirectory, outputDirectory: output, onProgress };
  const result = await runSweep(options);
  const verdict = check(result.history);
  const tooRare = tooRareFaults(faults, result.faults);
  const figures = figuresTable(verdict);
  const counts = faultsTable(faults, result.faults);
  print(`\n${figures}\n\n${counts}\n`);
  const violations = listViolations(verdict, listed);
  print(violations.join("\n"));
  if (tooRare.length > 0) {
    print(
      `Struck too little (expected at least ${leastHits} hits and ${100 * leastShare} % of the calls): ${tooRare.join(", ")}.`,
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
}

/**
 * Checks a run in the manner of Jepsen's total-queue: what was acknowledged must come out exactly once, in order,
 * and where it belongs.
 * https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/checker.clj
 */
function check(history: History): Verdict {
  return {
    toHost: checkToHost(history),
    toVisitor: checkToVisitor(history),
    gatewayErrors: history.gatewayErrors
      .filter(({ explained }) => !explained)
      .map(({ memberId, message }) => ({ token: memberId, reason: message })),
  };
}

/**
 * Lets the schedules of a stack come every minute: the shortest time that EventBridge knows, and what
 * `sweepRateMinutes: 1` deploys. A run that waits for a sweep need not wait five minutes then.
 */
function withFrequentSweeps(stackDirectory: string): string {
  return changeStack(stackDirectory, ({ aws_cloudwatch_event_rule: rules = {} }) => {
    for (const rule of Object.values(rules)) {
      rule.schedule_expression = "rate(1 minute)";
    }
  });
}

/** Everything that the last run's journals know of a message, a line each. */
export function traceLastRun(token: string): readonly string[] {
  return trace(output, token);
}

function readFaults(named: string | undefined): readonly string[] {
  if (named === undefined) {
    return Object.keys(sweepFaults);
  }
  const names = named === "none" ? [] : named.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(sweepFaults, name));
  if (unknown.length > 0) {
    throw new UserError(
      `--faults: there is no fault ${unknown.join(", ")}. Choose from ${Object.keys(sweepFaults).join(", ")}.`,
    );
  }
  return names;
}
