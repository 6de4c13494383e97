import { join, relative } from "node:path";
import { isOwnProgram } from "../launcher/own-program.cjs";
import { stackNames } from "../settings/variables";
import { type CommandResult, UsageError } from "./command";
import { requireOwnStack } from "./own-program";
import { tryCloudStackNamed } from "./stack-named";
import { outputFolder, synthesize, writtenStacks } from "./synthesize";

/**
 * Synthesizes all stacks, or one stack.
 * @param name Name of a stack, or its ID. `undefined`: all stacks.
 * @param stage The only stage of `kite`. `undefined`: all stages.
 * @throws UserError if there is no such stack, or if the program fails
 */
export function synthesizeNamed(name: string | undefined, stage: string | undefined): CommandResult {
  if (isOwnProgram()) {
    synthesize();
    if (name !== undefined) {
      requireOwnStack(name);
    }
    return describeWritten(({ id }) => name === undefined || id === name);
  }
  const stack = name === "local" ? name : tryCloudStackNamed(name ?? "");
  if (name !== undefined && stack === undefined) {
    throw new UsageError(`<stack>: expected one of ${stackNames.join(", ")}, received "${name}".`);
  }
  synthesize(stack, stage === undefined ? [] : ["--stage", stage]);
  return describeWritten();
}

function describeWritten(
  isNamed: (stack: { readonly id: string; readonly file: string }) => boolean = () => true,
): CommandResult {
  const stacks = Object.entries(writtenStacks())
    .map(([id, { synthesizedStackPath }]) => ({
      id,
      file: relative(process.cwd(), join(outputFolder(), synthesizedStackPath)),
    }))
    .filter(isNamed);
  return { json: stacks, text: stacks.map(({ file }) => `Written: ${file}`).join("\n") };
}
