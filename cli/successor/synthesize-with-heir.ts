import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { say, show, tryRun } from "../command";
import { differences, readOutput } from "./compare-outputs";

/** What cdktf's community went on with. */
const HEIR = "cdktn@0.24.0";

/** What a clone does not have, or what each of the two brings itself. */
const NOT_LINKED = [".git", ".kite", ".env", "cdktf.out", "node_modules", "test-results"];

/**
 * Synthesizes all stacks with cdktf and with its heir and compares.
 * @param mayBeMissing a registry without the heir is no error
 * @throws UserError each place in which they differ
 */
export function synthesizeWithHeir(mayBeMissing: boolean): void {
  const directory = mkdtempSync(join(tmpdir(), "kite-heir-"));
  try {
    const heir = join(directory, "heir");
    if (!install(heir, mayBeMissing)) {
      say(`Left out: the registry does not give ${HEIR}.`);
      return;
    }
    const clone = cloneWith(heir, join(directory, "clone"));
    const faults = deployments().flatMap((deployment) => {
      const outputs = {
        ours: join(directory, `${deployment}-ours`),
        heirs: join(directory, `${deployment}-heirs`),
      };
      synthesize(REPOSITORY, deployment, outputs.ours);
      synthesize(clone, deployment, outputs.heirs);
      requireHeir(outputs.heirs);
      return differences(readOutput(outputs.ours), readOutput(outputs.heirs)).map(
        (it) => `${deployment}: ${it}`,
      );
    });
    report(faults);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Its peers are ours, whatever versions it asks for. */
function install(directory: string, mayBeMissing: boolean): boolean {
  mkdirSync(directory);
  const flags = ["--no-save", "--no-audit", "--no-fund", "--legacy-peer-deps", "--fetch-retries=1"];
  const run = tryRun("npm", ["install", ...flags, "--prefix", directory, `cdktf@npm:${HEIR}`]);
  if (run?.status === 0) {
    return true;
  }
  if (mayBeMissing) {
    return false;
  }
  throw new UserError(`${HEIR} could not be installed: ${run?.output ?? 'there is no "npm" on the PATH'}`);
}

/** The program as it is, linked, with the heir in place of cdktf. */
function cloneWith(heir: string, clone: string): string {
  const modules = join(clone, "node_modules");
  mkdirSync(modules, { recursive: true });
  link(REPOSITORY, clone, NOT_LINKED);
  link(join(REPOSITORY, "node_modules"), modules, ["cdktf"]);
  symlinkSync(join(heir, "node_modules", "cdktf"), join(modules, "cdktf"));
  return clone;
}

function link(from: string, to: string, apart: readonly string[]): void {
  for (const name of readdirSync(from).filter((it) => !apart.includes(it))) {
    symlinkSync(join(from, name), join(to, name));
  }
}

function deployments(): readonly string[] {
  return readdirSync(join(REPOSITORY, "deployments"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => basename(name, ".json"));
}

/** The links stay what they are called, or the heir's place would not count. */
function synthesize(directory: string, deployment: string, output: string): void {
  const links = ["--preserve-symlinks", "--preserve-symlinks-main"];
  show(process.execPath, [...links, "--import", "tsx", join(directory, "main.ts")], {
    KITE_DEPLOYMENT: deployment,
    KITE_STACKS: "",
    CDKTF_OUTDIR: output,
    NODE_OPTIONS: links.join(" "),
  });
}

/** Two outputs of one library would be alike, and say nothing. */
function requireHeir(output: string): void {
  const { version } = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as { version: string };
  if (!HEIR.endsWith(`@${version}`)) {
    throw new UserError(`The second output was written by version ${version}; wanted ${HEIR}.`);
  }
}

function report(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new UserError(`${HEIR} synthesizes something else than cdktf:\n  ${faults.join("\n  ")}`);
  }
  say(`${HEIR} synthesizes the same as cdktf for ${deployments().join(", ")}.`);
}
