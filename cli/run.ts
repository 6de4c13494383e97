import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";
import { variableTable } from "../settings/variables";
import { isStandardOutputFree } from "./output";

/** Options of {@link run}. */
export interface RunOptions {
  /** Working directory. @default - the repository */
  readonly folder?: string;
  /**
   * Variables to add to the environment of this process.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Whether the program receives only `environment`, without the environment of this process.
   * @default false
   */
  readonly isolated?: boolean;
  /**
   * Output to capture instead of printing it: nothing, standard output, or standard output and standard error. An error
   * message quotes captured errors without secrets.
   * @default "nothing"
   */
  readonly keep?: "nothing" | "output" | "everything";
  /**
   * Exit codes that mean success.
   * @default - 0 alone
   */
  readonly accept?: readonly number[];
  /** @default - no limit */
  readonly timeoutSeconds?: number;
}

/** Result of a program. */
export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  /** Standard output, then standard error, trimmed. */
  readonly output: string;
}

/** Limit for quoted errors: enough for two errors of a provider, and short enough for an email. */
const maxReasonCharacters = 2000;

const maxOutputBytes = 1 << 28;

/**
 * Runs a program.
 * @returns its standard output if it is captured, otherwise an empty text
 * @throws UserError if the program is missing or fails
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
 * Runs a program that may fail, and captures its output.
 * @returns `undefined` if there is no such program
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
  // On Windows, npm is a command file that only a shell can run. Therefore Node.js runs npm's program, whose path is in
  // a variable that npm sets.
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

/** Describes a failure. A captured failure may be sent by email, so its message omits the options of the program. */
function describeFailure(
  program: string,
  arguments_: readonly string[],
  { signal, status, stderr }: SpawnSyncReturns<string>,
  isKept: boolean,
): string {
  const words = isKept ? arguments_.filter((word) => !word.startsWith("-")) : arguments_;
  const reason = isKept ? `: ${reasonIn(stderr)}` : ". Its output above shows the reason.";
  return `"${[program, ...words].join(" ")}" failed (${signal ?? `exit code ${status}`})${reason}`;
}

/** Returns the errors of a program, cut to the limit. Removes Terraform's frames, colors and secrets. */
function reasonIn(errors: string): string {
  const lines = stripVTControlCharacters(errors)
    .split("\n")
    .map((line) => line.replace(/^[│╷╵]\s?/u, "").trim())
    .filter((line) => line !== "");
  const text = withoutSecrets(lines.slice(firstError(lines)).join("\n"));
  return text.length > maxReasonCharacters
    ? `${text.slice(0, maxReasonCharacters)} …`
    : text || "it printed no error.";
}

/** Returns the index of the first error, after any warnings. */
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
