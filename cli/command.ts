import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { REPOSITORY } from "../constructs/repository";
import { runProgram, UserError } from "../constructs/user-error";
import { parseCommandLine, usageError } from "../settings/command-line";

/** What a program that ran to its end said. */
export interface CommandResult {
  readonly status: number;
  readonly output: string;
}

/**
 * Runs a program and keeps what it says.
 * @returns `undefined` when there is no such program
 */
export function tryRun(program: string, arguments_: readonly string[]): CommandResult | undefined {
  const result = spawnSync(program, arguments_, { cwd: REPOSITORY, encoding: "utf8", maxBuffer: 1 << 28 });
  return isMissing(result)
    ? undefined
    : { status: result.status ?? 1, output: (result.stdout + result.stderr).trim() };
}

/**
 * Runs a program, keeps its standard output and lets the person see its errors.
 * @throws UserError when it fails
 */
export function capture(program: string, arguments_: readonly string[]): string {
  const result = spawnSync(program, arguments_, {
    cwd: REPOSITORY,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  refuseFailure(program, arguments_, result);
  return result.stdout;
}

/**
 * Runs a program before the eyes of the person.
 * @param environment laid over the environment of this process
 * @throws UserError when it fails
 */
export function show(
  program: string,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): void {
  const result = spawnSync(program, arguments_, {
    cwd: REPOSITORY,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...environment },
  });
  refuseFailure(program, arguments_, result);
}

/** Tells the person what is being done. */
export function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** What a script is for and which flags it takes. */
export interface ScriptDescription<Flag extends string> {
  /** For `--help`. */
  readonly usage: string;
  readonly flags: readonly Flag[];
  /**
   * The arguments that must be given, in their order, for example `stage`.
   * @default - none
   */
  readonly arguments?: readonly string[];
  /**
   * Arguments that may follow them.
   * @default - none
   */
  readonly optional?: readonly string[];
}

/** Runs a script: `--help`, unknown flags, missing arguments, and an error as one message. */
export function runScript<Flag extends string>(
  description: ScriptDescription<Flag>,
  body: (flags: ReadonlySet<Flag>, ...arguments_: readonly string[]) => void | Promise<void>,
): void {
  runProgram(() => {
    const given = readCommandLine(description);
    if (given.flags.has("help")) {
      return say(description.usage);
    }
    refuseMissing(description, given.arguments);
    return body(new Set(description.flags.filter((flag) => given.flags.has(flag))), ...given.arguments);
  });
}

function readCommandLine<Flag extends string>(
  description: ScriptDescription<Flag>,
): { readonly flags: ReadonlySet<string>; readonly arguments: readonly string[] } {
  const options = Object.fromEntries(
    [...description.flags, "help"].map((flag) => [flag, { type: "boolean" as const }]),
  );
  const allowPositionals = (description.arguments ?? description.optional) !== undefined;
  const { values, positionals } = parseCommandLine(description.usage, { options, allowPositionals });
  return { flags: new Set(Object.keys(values)), arguments: positionals };
}

function refuseMissing(description: ScriptDescription<string>, given: readonly string[]): void {
  const wanted = description.arguments ?? [];
  const optional = description.optional ?? [];
  if (given.length < wanted.length || given.length > wanted.length + optional.length) {
    const names = [...wanted.map((name) => `<${name}>`), ...optional.map((name) => `[${name}]`)].join(" ");
    const got = given.length === 0 ? "no argument" : `"${given.join(" ")}"`;
    throw usageError(`Got ${got}; wanted ${names}`, description.usage);
  }
}

function refuseFailure(
  program: string,
  arguments_: readonly string[],
  result: SpawnSyncReturns<unknown>,
): void {
  if (isMissing(result)) {
    throw new UserError(
      `There is no program "${program}" on the PATH; install it, or add its folder to PATH.`,
    );
  }
  if (result.status !== 0) {
    throw new UserError(
      `"${program} ${arguments_.join(" ")}" failed (${result.signal ?? `exit code ${result.status}`}); what it said stands above.`,
    );
  }
}

function isMissing(result: SpawnSyncReturns<unknown>): boolean {
  return result.error !== undefined && "code" in result.error && result.error.code === "ENOENT";
}
