import { rmSync, writeFileSync } from "node:fs";
import { runProgram } from "../../constructs/user-error";
import { parseCommandLine, usageError } from "../../settings/command-line";
import { say } from "../command";
import { checkDrift } from "../drift/check-drift";
import { writeReport } from "../drift/report-text";

const usage = `npm run drift -- <stack> [--json <file>]
Tells what differs between the stack (kite-state, kite …), its state and its declaration. Nothing is changed.
  --json <file>   writes the report as JSON too
Exit code 0: clean; 2: drift; 1: the check itself failed. docs/drift.md says what each class means.`;

runProgram(async () => {
  const { help, stack, json } = readCommandLine();
  if (help) {
    return say(usage);
  }
  // A report of another day must not be taken for this one's.
  if (json !== undefined) rmSync(json, { force: true });
  try {
    const found = await checkDrift(stack);
    say(writeReport(found));
    if (json !== undefined) writeJson(json, found);
    if (found.verdict === "drift") process.exitCode = 2;
  } catch (error) {
    if (json !== undefined) writeJson(json, { stack, verdict: "failed", reason: reasonOf(error) });
    throw error;
  }
});

function readCommandLine() {
  const { values, positionals } = parseCommandLine(usage, {
    options: { json: { type: "string" }, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [stack = "", ...others] = positionals;
  if (!values.help && (stack === "" || others.length > 0)) {
    const got = stack === "" ? "no stack" : `"${positionals.join(" ")}"`;
    throw usageError(`Got ${got}; wanted <stack>`, usage);
  }
  return { help: values.help, stack, json: values.json };
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** A defect's message could quote what it stumbled over. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
