import { cpSync, existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { run } from "../run";
import { runCheckov } from "./checkov";
import { type CheckovReport, readCheckovReport } from "./checkov-report";

/** Looks for keys, tokens and passwords in all tracked files; `folder` is empty. */
export function scanSecrets(folder: string): CheckovReport {
  for (const file of trackedFiles()) {
    cpSync(join(repositoryFolder, file), join(folder, file));
  }
  const output = runCheckov(folder, ["--framework", "secrets", "--enable-secret-scan-all-files"]);
  // checkov's word for the resource is a hash of what it found.
  return readCheckovReport(output, (file, hash) => `${file} ${hash}`);
}

/** Paths of what git keeps and is there, from the repository's folder. */
export function trackedFiles(): readonly string[] {
  return run("git", ["ls-files", "-z"], { keep: "output" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(repositoryFolder, file)))
    .filter((file) => lstatSync(join(repositoryFolder, file)).isFile());
}
