import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { TemporaryFolder } from "../../checks/harness/temporary-folder";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { say } from "../output";
import { run, tryRun } from "../run";
import { differences, readOutput } from "./compare-outputs";

/** The community's fork of cdktf. cdktf itself is archived. */
const successorPackage = "cdktn@0.24.0";

/** Files that a clone does not have, and `node_modules`, which is linked separately. */
const notLinked = [".git", ".kite", ".env", "cdktf.out", "node_modules", "test-results"];

/**
 * Synthesizes all stacks with cdktf and with its successor, and compares the outputs.
 * @param mayBeMissing Whether to succeed if the registry does not have the successor.
 * @throws UserError that lists each difference
 */
export function synthesizeWithSuccessor(mayBeMissing: boolean): void {
  using folder = new TemporaryFolder("successor");
  const successor = join(folder.path, "successor");
  if (!install(successor, mayBeMissing)) {
    say(`Skipped: the registry does not have ${successorPackage}.`);
    return;
  }
  const clone = cloneWith(successor, join(folder.path, "clone"));
  const deployments = readdirSync(join(repositoryFolder, "deployments"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => basename(name, ".json"));
  const faults = deployments.flatMap((deployment) => {
    const [one, other] = [
      join(folder.path, `${deployment}-cdktf`),
      join(folder.path, `${deployment}-successor`),
    ];
    synthesize(repositoryFolder, deployment, one);
    synthesize(clone, deployment, other);
    requireSuccessor(other);
    return differences(readOutput(one), readOutput(other)).map((it) => `${deployment}: ${it}`);
  });
  if (faults.length > 0) {
    throw new UserError(
      `${successorPackage} and cdktf synthesize different stacks:\n  ${faults.join("\n  ")}`,
    );
  }
  say(`${successorPackage} synthesizes the same as cdktf for ${deployments.join(", ")}.`);
}

/**
 * Installs the successor. Its peer dependencies are linked from this repository, regardless of the versions that it
 * requires.
 */
function install(directory: string, mayBeMissing: boolean): boolean {
  mkdirSync(directory);
  const flags = ["--no-save", "--no-audit", "--no-fund", "--legacy-peer-deps", "--fetch-retries=1"];
  const run = tryRun("npm", ["install", ...flags, "--prefix", directory, `cdktf@npm:${successorPackage}`]);
  if (run?.status === 0) {
    return true;
  }
  if (mayBeMissing) {
    return false;
  }
  throw new UserError(
    `${successorPackage} could not be installed: ${run?.output ?? 'there is no "npm" on the PATH.'}`,
  );
}

/** Creates a folder of links to this repository, with the successor in place of cdktf. */
function cloneWith(successor: string, clone: string): string {
  const modules = join(clone, "node_modules");
  mkdirSync(modules, { recursive: true });
  link(repositoryFolder, clone, notLinked);
  link(join(repositoryFolder, "node_modules"), modules, ["cdktf"]);
  symlinkSync(join(successor, "node_modules", "cdktf"), join(modules, "cdktf"));
  return clone;
}

function link(from: string, to: string, apart: readonly string[]): void {
  for (const name of readdirSync(from).filter((it) => !apart.includes(it))) {
    symlinkSync(join(from, name), join(to, name));
  }
}

/** Runs `main.ts` of a folder. Node.js must not resolve the links, or it would load cdktf instead of the successor. */
function synthesize(directory: string, deployment: string, output: string): void {
  const links = ["--preserve-symlinks", "--preserve-symlinks-main"];
  run(process.execPath, [...links, "--import", "tsx", join(directory, "main.ts")], {
    environment: {
      KITE_DEPLOYMENT: deployment,
      KITE_STACKS: "",
      CDKTF_OUTDIR: output,
      NODE_OPTIONS: links.join(" "),
    },
  });
}

/** Checks that the successor wrote an output. Otherwise the comparison would be of two outputs of cdktf. */
function requireSuccessor(output: string): void {
  const { version } = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as { version: string };
  if (!successorPackage.endsWith(`@${version}`)) {
    throw new UserError(
      `The second synthesis did not use the successor: expected an output of ${successorPackage}, received one of version ${version}.`,
    );
  }
}
