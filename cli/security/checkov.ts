import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { run } from "../run";

const timeoutSeconds = 300;

/**
 * Runs checkov over a folder. It asks nobody on the network: its rules are its own, and no new version is looked up.
 * @param program the program itself
 * @returns what it printed
 * @throws UserError when there is no checkov, or it fails
 */
export function runCheckov(
  folder: string,
  arguments_: readonly string[],
  program: string = findCheckov(),
): string {
  return run(
    program,
    ["--directory", ".", "--skip-download", "--compact", "--output", "json", ...arguments_],
    {
      folder,
      // A home of its own: no settings and no account of the person who runs it.
      environment: { PATH: process.env.PATH ?? "", HOME: folder, CKV_SKIP_PACKAGE_UPDATE_CHECK: "true" },
      isolated: true,
      keep: "everything",
      // 1: something was found.
      accept: [0, 1],
      timeoutSeconds,
    },
  );
}

/** The program that cli/fetch-checkov.sh brought, or one on the PATH: another version finds other things. */
function findCheckov(): string {
  const folders = [
    join(repositoryFolder, ".kite", "checkov", "bin"),
    ...(process.env.PATH ?? "").split(delimiter).filter(Boolean),
  ];
  const found = folders.map((folder) => join(folder, "checkov")).find((path) => existsSync(path));
  if (found === undefined) {
    throw new UserError("There is no program checkov; cli/fetch-checkov.sh brings it (it needs Python).");
  }
  return found;
}
