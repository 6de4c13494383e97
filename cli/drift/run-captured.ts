import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { VARIABLES } from "../../settings/variables";

/** Long enough for two errors of a provider, short enough for a mail. */
const MOST_CHARACTERS = 2000;

/**
 * Runs a program and keeps what it says, for it may show what the report must not.
 * @returns its standard output
 * @throws UserError with what it said on its standard error, without secrets, when it fails
 */
export function runCaptured(
  program: string,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): string {
  const result = spawnSync(program, arguments_, {
    cwd: REPOSITORY,
    encoding: "utf8",
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.error !== undefined) {
    throw new UserError(`"${program}" could not be run: ${result.error.message}.`, { cause: result.error });
  }
  if (result.status !== 0) {
    const command = [program, ...arguments_.filter((word) => !word.startsWith("-"))].join(" ");
    const ending = result.signal ?? `exit code ${result.status}`;
    throw new UserError(`"${command}" failed (${ending}): ${reasonIn(result.stderr)}`);
  }
  return result.stdout;
}

/** What a program complained of: Terraform's frames and colours away, secrets of ours away, and not too long. */
function reasonIn(errors: string): string {
  const lines = stripVTControlCharacters(errors)
    .split("\n")
    .map((line) => line.replace(/^[│╷╵]\s?/u, "").trim())
    .filter((line) => line !== "");
  const text = withoutSecrets(lines.slice(firstError(lines)).join("\n"));
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text || "it said nothing.";
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
  const ours = Object.entries(VARIABLES)
    .filter(([, variable]) => "secret" in variable && variable.secret)
    .map(([name]) => name);
  const isSecret = (name: string) => ours.includes(name) || /^TF_VAR_|^AWS_SE(CRET|SSION)_/.test(name);
  return Object.entries(process.env).flatMap(([name, value]) => (value && isSecret(name) ? [value] : []));
}
