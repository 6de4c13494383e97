import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { run } from "../run";

const timeoutSeconds = 300;

/**
 * Runs checkov on a folder. It uses no network: the rules are built in, and it does not check for a new version.
 * @param command The program that runs checkov, and its first arguments.
 * @returns its output
 * @throws UserError if checkov is not installed or fails
 */
export function runCheckov(
  folder: string,
  arguments_: readonly string[],
  command: CheckovCommand = findCheckov(),
): string {
  const [program, ...first] = command;
  return run(
    program,
    [...first, "--directory", ".", "--skip-download", "--compact", "--output", "json", ...arguments_],
    {
      folder,
      // In an empty home folder, checkov finds no settings and no account of the user.
      environment: { PATH: process.env.PATH ?? "", HOME: folder, CKV_SKIP_PACKAGE_UPDATE_CHECK: "true" },
      isolated: true,
      keep: "everything",
      // 1: there are findings.
      accept: [0, 1],
      timeoutSeconds,
    },
  );
}

/** A program, and its arguments. */
export type CheckovCommand = readonly [string, ...string[]];

/**
 * Finds checkov. The version that cli/fetch-checkov.sh installs has priority over the PATH, because findings depend on
 * the version. Its script is started with the Python next to it, because a `#!` line cannot name a path with a space.
 * @param ownFolder Folder of the programs that cli/fetch-checkov.sh installs.
 * @throws UserError if checkov is not installed
 */
export function findCheckov(
  ownFolder = join(repositoryFolder, ".kite", "checkov", "bin"),
  path = process.env.PATH ?? "",
): CheckovCommand {
  const own = join(ownFolder, "checkov");
  if (existsSync(own)) {
    return [join(ownFolder, "python3"), own];
  }
  const folders = path.split(delimiter).filter(Boolean);
  const found = folders.map((folder) => join(folder, "checkov")).find((it) => existsSync(it));
  if (found === undefined) {
    throw new UserError(
      "checkov is not installed. Install it with cli/fetch-checkov.sh, which needs Python.",
    );
  }
  return [found];
}
