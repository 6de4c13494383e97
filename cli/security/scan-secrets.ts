import { cpSync, existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { run } from "../run";
import { runCheckov } from "./checkov";
import { type CheckovReport, readCheckovReport } from "./checkov-report";

/** Searches all tracked files for keys, tokens and passwords. `folder` must be empty. */
export function scanSecrets(folder: string): CheckovReport {
  for (const file of trackedFiles()) {
    cpSync(join(repositoryFolder, file), join(folder, file));
  }
  const output = runCheckov(folder, ["--framework", "secrets", "--enable-secret-scan-all-files"]);
  // checkov names the resource by a hash of the secret.
  return readCheckovReport(output, (file, hash) => `${file} ${hash}`);
}

/** Returns the paths of the tracked files that exist, relative to the repository. */
export function trackedFiles(): readonly string[] {
  return run("git", ["ls-files", "-z"], { keep: "output" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(repositoryFolder, file)))
    .filter((file) => lstatSync(join(repositoryFolder, file)).isFile());
}
