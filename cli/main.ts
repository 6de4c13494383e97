import { runProgram } from "../constructs/user-error";
import { closestName } from "../settings/closest-name";
import { type Command, type CommandResult, UsageError } from "./command";
import { writeHelp, writeOverview } from "./help";
import { commandNames, loadCommand, loadCommands } from "./load-commands";
import { reserveStandardOutput, say } from "./output";
import { nameArguments, parseWords, withSuggestion } from "./parse";

// The SDK is pinned, so an operator cannot act on its warning about the Node.js version that a later SDK needs.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

runProgram(() => runKite(process.argv.slice(2)));

/** Runs one command. */
async function runKite([name = "--help", ...words]: readonly string[]): Promise<void> {
  if (isHelp(name)) {
    const [about] = words.filter((word) => !isHelp(word));
    return about === undefined ? say(writeOverview(loadCommands())) : runKite([about, "--help"]);
  }
  const names = commandNames();
  if (!names.includes(name)) {
    throw pointToHelp(
      "kite",
      new UsageError(withSuggestion(`Unknown command "${name}"`, closestName(name, names))),
    );
  }
  const command = loadCommand(name);
  try {
    await runCommand(name, command, words);
  } catch (error) {
    throw error instanceof UsageError ? pointToHelp(`kite ${name}`, error) : error;
  }
}

function isHelp(word: string): boolean {
  return ["help", "--help", "-h"].includes(word);
}

async function runCommand(name: string, command: Command, words: readonly string[]): Promise<void> {
  const { help, json, options, positionals } = parseWords(command, words);
  if (help) {
    return say(writeHelp(name, command));
  }
  if (json) {
    reserveStandardOutput();
  }
  // The values have the types that the descriptions of the command determine.
  const result = await command.run(nameArguments(command, positionals) as never, options as never);
  if (result) {
    print(result, json);
  }
}

function print({ json: value, text, failure, exitCode }: CommandResult, json: boolean): void {
  const printed = json ? JSON.stringify(value, undefined, 2) : text;
  if (printed !== undefined) {
    process.stdout.write(`${printed}\n`);
  }
  if (failure !== undefined) {
    process.stderr.write(`${failure}\n`);
  }
  process.exitCode = exitCode ?? (failure === undefined ? 0 : 1);
}

function pointToHelp(program: string, { message }: UsageError): UsageError {
  return new UsageError(`${message} Run npx ${program} --help for the usage.`);
}
