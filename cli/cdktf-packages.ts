import { join } from "node:path";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";
import { run, tryRun } from "./run";

const packageNames = ["cdktf", "cdktf-cli"] as const;

/**
 * Generates typed bindings for the providers in `cdktf.json`.
 * @throws UserError if the optional `cdktf-cli` does not run
 */
export function generateBindings(): void {
  const cdktf = join(repositoryFolder, "node_modules", ".bin", "cdktf");
  if (tryRun(cdktf, ["--version"])?.status !== 0) {
    throw new UserError(
      `The command cdktf does not run on this machine. cdktf-cli is an optional dependency, and its terminal module has no binary for some versions of Node.js (this is ${process.version}). Nothing else needs it. Try "npm install" with Node.js 20 or 22.`,
    );
  }
  run(cdktf, ["get"]);
}

/**
 * Installs the versions of cdktf and cdktf-cli with the npm tag "next".
 * @throws UserError if npm has no such version
 */
export function upgradeToNext(): void {
  const untagged = packageNames.filter((name) => !isTagged(name));
  if (untagged.length > 0) {
    throw new UserError(
      `Nothing changed: npm has no version of ${untagged.join(" and ")} with the tag "next". CDK for Terraform is archived, so there may never be one. "npm run upgrade" installs the last release.`,
    );
  }
  run("npm", ["install", ...packageNames.map((name) => `${name}@next`)]);
}

function isTagged(name: string): boolean {
  const view = tryRun("npm", ["view", `${name}@next`, "version"]);
  return view?.status === 0 && view.output !== "";
}
