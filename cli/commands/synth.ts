import { join, relative } from "node:path";
import { runProgram } from "../../constructs/user-error";
import { parseCommandLine, usageError } from "../../settings/command-line";
import { STACK_NAMES } from "../../settings/variables";
import { say } from "../command";
import { isOwnProgram, requireOwnStack } from "../own-program";
import { tryCloudStackNamed } from "../stack-named";
import { outputFolder, synthesize, writtenStacks } from "../synthesize";

const usage = `npm run synth [-- <stack>] [--stage <name>]
Writes the plans of the stacks into cdktf.out, offline, and names the files.
  <stack>         one of ${STACK_NAMES.join(", ")} (default: KITE_STACKS, else all whose settings are complete),
                  or an id such as kite-local; with a main.ts of your own, the id of any of its stacks
  --stage <name>  the stack kite with that stage alone
  --help          this text`;

runProgram(() => {
  const { values, positionals } = parseCommandLine(usage, {
    options: { stage: { type: "string" }, help: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.help) {
    return say(usage);
  }
  if (isOwnProgram() && positionals.length < 2) {
    return synthesizeOwn(positionals[0]);
  }
  const [name = ""] = positionals;
  const stack = name === "local" ? name : tryCloudStackNamed(name);
  if (positionals.length > 1 || (positionals.length === 1 && stack === undefined)) {
    throw usageError(`Got "${positionals.join(" ")}"; wanted one of ${STACK_NAMES.join(", ")}`, usage);
  }
  synthesize(stack, values.stage === undefined ? [] : ["--stage", values.stage]);
  sayWritten(Object.keys(writtenStacks()));
});

/** @param id `undefined`: all stacks of the program */
function synthesizeOwn(id: string | undefined): void {
  synthesize();
  if (id !== undefined) {
    requireOwnStack(id);
  }
  sayWritten(id === undefined ? Object.keys(writtenStacks()) : [id]);
}

function sayWritten(ids: readonly string[]): void {
  for (const [id, { synthesizedStackPath }] of Object.entries(writtenStacks())) {
    if (ids.includes(id)) {
      say(`Written: ${relative(process.cwd(), join(outputFolder(), synthesizedStackPath))}`);
    }
  }
}
