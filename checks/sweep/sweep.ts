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

/** Maximum number of listed violations of a kind. */
const listed = 10;

/** Options of a sweep. */
export interface SweepOptions extends Pick<RunOptions, "messages" | "seed"> {
  /** Names of faults, separated by commas, or "none". `undefined`: all. */
  readonly faults: string | undefined;
  /** Whether to write the figures to docs/reliability.md. */
  readonly save: boolean;
  /** Called with each line of output. */
  print(text: string): void;
}

/**
 * Sends messages in both directions under faults, and checks that none is lost, misrouted, repeated or out of order.
 * @returns whether every promise was kept, both sides sent messages, and every fault occurred often enough
 * @throws UserError if a named fault does not exist
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
      `These faults occurred too rarely (expected at least ${leastHits} hits and ${100 * leastShare} % of the calls): ${tooRare.join(", ")}.`,
    );
  }
  if (!isClean(verdict)) {
    const [first] = [...violationsOf(verdict.toHost), ...violationsOf(verdict.toVisitor)];
    print(
      `To trace a message:\n  npm run sweep -- --last --trace ${first?.token ?? "<token>"}\nThe server's log is .kite/sweep/server.log.`,
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
 * Checks a run in the same way as Jepsen's checker for a total queue: acknowledged messages must arrive exactly once,
 * in order, at the right recipient.
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
 * Sets the schedules of a stack to every minute, so that a run does not wait five minutes for a sweep. This is the
 * shortest rate of EventBridge, and the result of `sweepRateMinutes: 1`.
 */
function withFrequentSweeps(stackDirectory: string): string {
  return changeStack(stackDirectory, ({ aws_cloudwatch_event_rule: rules = {} }) => {
    for (const rule of Object.values(rules)) {
      rule.schedule_expression = "rate(1 minute)";
    }
  });
}

/** Returns the journal entries of the last run for a message, one line for each. */
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
