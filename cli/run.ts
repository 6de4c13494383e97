import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";
import { variableTable } from "../settings/variables";
import { isStandardOutputFree } from "./output";

/** Where a program runs, and what happens to its output. */
export interface RunOptions {
  /** @default - the repository */
  readonly folder?: string;
  /**
   * Variables that are added to the environment of this process.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Whether `environment` is all that the program gets.
   * @default false
   */
  readonly isolated?: boolean;
  /**
   * What is kept instead of shown: nothing, the standard output, or its errors too. An error message quotes kept
   * errors without secrets.
   * @default "nothing"
   */
  readonly keep?: "nothing" | "output" | "everything";
  /**
   * Exit codes that are not a failure.
   * @default - 0 alone
   */
  readonly accept?: readonly number[];
  /** @default - no limit */
  readonly timeoutSeconds?: number;
}

/** The end of a program that ran. */
export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  /** Standard output, then standard error, without the space around them. */
  readonly output: string;
}

/** Long enough for two errors of a provider, short enough for an email. */
const maxReasonCharacters = 2000;

const maxOutputBytes = 1 << 28;

/**
 * Runs a program.
 * @returns its standard output if it is kept, otherwise an empty text
 * @throws UserError when the program is missing or fails
 */
export function run(program: string, arguments_: readonly string[], options: RunOptions = {}): string {
  const { keep = "nothing", accept = [0] } = options;
  const result = spawn(program, arguments_, options);
  if (isMissing(result)) {
    throw new UserError(
      `There is no program "${program}" on the PATH. Install it, or add its folder to PATH.`,
    );
  }
  if (result.error !== undefined) {
    throw new UserError(`"${program}" could not be run: ${result.error.message}.`, { cause: result.error });
  }
  if (result.status === null || !accept.includes(result.status)) {
    throw new UserError(describeFailure(program, arguments_, result, keep === "everything"));
  }
  return result.stdout ?? "";
}

/**
 * Runs a program that may fail, and keeps its output.
 * @returns `undefined` when there is no such program
 */
export function tryRun(
  program: string,
  arguments_: readonly string[],
  options: Pick<RunOptions, "timeoutSeconds"> = {},
): RunResult | undefined {
  const result = spawn(program, arguments_, { ...options, keep: "everything" });
  const { stdout, stderr, status } = result;
  return isMissing(result) ? undefined : { status: status ?? 1, stdout, output: `${stdout}${stderr}`.trim() };
}

function spawn(
  program: string,
  arguments_: readonly string[],
  {
    folder = repositoryFolder,
    environment = {},
    isolated = false,
    keep = "nothing",
    timeoutSeconds,
  }: RunOptions,
): SpawnSyncReturns<string> {
  // npm is a command file on Windows, which only a shell can run. npm itself says where its program is.
  const npm = program === "npm" ? process.env.npm_execpath : undefined;
  const shown = isStandardOutputFree() ? "inherit" : 2;
  return spawnSync(
    npm === undefined ? program : process.execPath,
    npm === undefined ? arguments_ : [npm, ...arguments_],
    {
      cwd: folder,
      encoding: "utf8",
      env: isolated ? environment : { ...process.env, ...environment },
      maxBuffer: maxOutputBytes,
      stdio: ["ignore", keep === "nothing" ? shown : "pipe", keep === "everything" ? "pipe" : "inherit"],
      ...(timeoutSeconds !== undefined && { timeout: timeoutSeconds * 1000 }),
    },
  );
}

function isMissing({ error }: SpawnSyncReturns<string>): boolean {
  return error !== undefined && "code" in error && error.code === "ENOENT";
}

/** Words that begin with "-" are left out of a message that is mailed: the errors say more. */
function describeFailure(
  program: string,
  arguments_: readonly string[],
  { signal, status, stderr }: SpawnSyncReturns<string>,
  isKept: boolean,
): string {
  const words = isKept ? arguments_.filter((word) => !word.startsWith("-")) : arguments_;
  const reason = isKept ? `: ${reasonIn(stderr)}` : "; its output above says why.";
  return `"${[program, ...words].join(" ")}" failed (${signal ?? `exit code ${status}`})${reason}`;
}

/** Returns the errors of a program without Terraform's frames and colors, without our secrets, and cut. */
function reasonIn(errors: string): string {
  const lines = stripVTControlCharacters(errors)
    .split("\n")
    .map((line) => line.replace(/^[│╷╵]\s?/u, "").trim())
    .filter((line) => line !== "");
  const text = withoutSecrets(lines.slice(firstError(lines)).join("\n"));
  return text.length > maxReasonCharacters
    ? `${text.slice(0, maxReasonCharacters)} …`
    : text || "it said nothing.";
}

/** Warnings come before the error that matters. */
function firstError(lines: readonly string[]): number {
  return Math.max(
    lines.findIndex((line) => line.startsWith("Error:")),
    0,
  );
}

function withoutSecrets(text: string): string {
  return secretValues().reduce((rest, secret) => rest.replaceAll(secret, "(secret)"), text);
}

function secretValues(): readonly string[] {
  const ours = Object.entries(variableTable)
    .filter(([, variable]) => "secret" in variable && variable.secret)
    .map(([name]) => name);
  const isSecret = (name: string) => ours.includes(name) || /^TF_VAR_|^AWS_SE(CRET|SSION)_/.test(name);
  return Object.entries(process.env).flatMap(([name, value]) => (value && isSecret(name) ? [value] : []));
}
