import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";

const TIMEOUT_MINUTES = 5;

/**
 * Runs checkov over a folder. It asks nobody on the network: its rules are its own, and no new version is looked up.
 * @param program the program itself
 * @returns what it printed
 * @throws UserError when there is no checkov, or it broke
 */
export function runCheckov(
  folder: string,
  arguments_: readonly string[],
  program: string = findCheckov(),
): string {
  const result = spawnSync(
    program,
    ["--directory", ".", "--skip-download", "--compact", "--output", "json", ...arguments_],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      timeout: TIMEOUT_MINUTES * 60_000,
      // A home of its own: no settings and no account of whoever runs it.
      env: { PATH: process.env.PATH ?? "", HOME: folder, CKV_SKIP_PACKAGE_UPDATE_CHECK: "true" },
    },
  );
  // 1: something was found.
  if (result.status !== 0 && result.status !== 1) {
    const reason = result.error?.message ?? result.stderr.trim().split("\n").slice(-5).join("\n");
    throw new UserError(`checkov broke (${result.signal ?? `exit code ${result.status}`}): ${reason}`);
  }
  return result.stdout;
}

/** The program that cli/fetch-checkov.sh brought, or one on the PATH: another version finds other things. */
function findCheckov(): string {
  const folders = [
    join(REPOSITORY, ".kite", "checkov", "bin"),
    ...(process.env.PATH ?? "").split(delimiter).filter(Boolean),
  ];
  const found = folders.map((folder) => join(folder, "checkov")).find((path) => existsSync(path));
  if (found === undefined) {
    throw new UserError("There is no program checkov; cli/fetch-checkov.sh brings it (it needs Python).");
  }
  return found;
}
