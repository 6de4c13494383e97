import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { runProgram, UserError } from "../../constructs/user-error";
import { synthesize } from "../../playground/synthesize";
import { parseCommandLine } from "../../settings/command-line";
import { changeStack } from "../harness/change-stack";
import { checkToHost } from "./check-to-host";
import { checkToVisitor } from "./check-to-visitor";
import { tooRareFaults } from "./fault-counts";
import { LEAST_HITS, LEAST_SHARE, SWEEP_FAULTS } from "./fault-table";
import type { History } from "./history";
import { faultsTable, figuresTable, listViolations } from "./report";
import { runSweep } from "./run-sweep";
import { saveFigures } from "./save-figures";
import { trace } from "./trace";
import { conclude, isClean, type Verdict, violationsOf } from "./verdict";

const HELP = `npm run sweep -- [options]
Sends messages both ways while faults strike, and checks that none is lost, misrouted, repeated or out of order.
  --messages  how many (default: 1000)
  --seed      decides the traffic and the faults (default: 1)
  --faults    names of faults, separated by commas; "none" for none (default: all)
  --trace     after the run, print everything that is known of the message with this token, such as kv-3-120
  --last      with --trace: do not run, print it from the journals of the last run
  --save      write the figures into docs/reliability.md
  --help      this text
Exit code 0: every promise was kept, both sides wrote, and every fault struck often enough.
`;

const OUTPUT = join(REPOSITORY, ".kite/sweep");

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

runProgram(async () => {
  const { values } = parseCommandLine(HELP, {
    options: {
      messages: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      faults: { type: "string" },
      trace: { type: "string" },
      last: { type: "boolean" },
      save: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    print(`${HELP}Faults: ${Object.keys(SWEEP_FAULTS).join(", ")}`);
    return;
  }
  if (values.last === true && values.trace === undefined) {
    throw new UserError("--last needs --trace <token>.");
  }
  if (values.last !== true) {
    await sweep(values);
  }
  if (values.trace !== undefined) {
    print(trace(OUTPUT, values.trace).join("\n"));
  }
});

interface SweepArguments {
  readonly messages: string;
  readonly seed: string;
  readonly faults?: string | undefined;
  readonly save?: boolean | undefined;
}

async function sweep({ messages: count, seed, faults: named, save }: SweepArguments): Promise<void> {
  const messages = Number(count);
  if (!Number.isInteger(messages) || messages < 1) {
    throw new UserError(`--messages: expected a whole number above 0, received "${count}".`);
  }
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
    if (save === true) {
      saveFigures({ command, figures, counts, seconds: result.seconds });
    }
    const { passed, lines } = conclude(verdict, tooRare);
    process.exitCode = passed ? 0 : 1;
    print(lines.join("\n"));
  } finally {
    rmSync(planDirectory, { recursive: true, force: true });
  }
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

/** So many violations of a kind are listed. */
const LISTED = 10;

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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
