import { UserError } from "../constructs/user-error";
import type { StackName } from "../settings/variables";
import { upgradeFlags } from "./deploy/provider-lock";
import { run, tryRun } from "./run";
import { stackFolder, synthesize } from "./synthesize";

/** Oldest supported version of Terraform: major and minor. */
const oldest = [1, 10] as const;

const install = "Install it from https://developer.hashicorp.com/terraform/install";

/**
 * Checks that Terraform is installed and new enough.
 * @returns its version
 * @throws UserError that describes what to install
 */
export function requireTerraform(): string {
  const result = tryRun("terraform", ["version", "-json"], { timeoutSeconds: 10 });
  if (result === undefined) {
    throw new UserError(`Terraform is not installed: there is no "terraform" on the PATH. ${install}.`);
  }
  const version = /"terraform_version":\s*"([^"]+)"/.exec(result.output)?.[1];
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new UserError(
      `Terraform is too old: expected version ${oldest.join(".")} or newer, received ${version ?? "no version"}. ${install}.`,
    );
  }
  return version ?? "";
}

/** Runs Terraform in the folder of one stack. */
export class Terraform {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Installs the providers and opens the state. It does not migrate a state from another backend.
   * @param folder Folder of the `cdk.tf.json` of the stack.
   */
  static open(folder: string): Terraform {
    const terraform = new Terraform(folder);
    terraform.#run("init", "-input=false", "-reconfigure", ...upgradeFlags(folder));
    return terraform;
  }

  /** Synthesizes a stack and opens its state. @param id ID of the stack, which also determines its state. */
  static synthesize(stack: StackName, id: string = stack): Terraform {
    synthesize(stack);
    return Terraform.open(stackFolder(id));
  }

  /**
   * Plans all changes, or only the changes of the targets and their dependencies. Prints the plan and writes it to a
   * file.
   */
  plan(file: string, targets: readonly string[] = []): void {
    this.#run("plan", "-input=false", `-out=${file}`, ...flagsOf(targets));
  }

  /** Returns a plan as Terraform's JSON. */
  describe(file: string): unknown {
    return JSON.parse(this.#run("show", "-json", file));
  }

  /** Applies a plan file. */
  applyPlan(file: string): void {
    this.#run("apply", "-input=false", file);
  }

  /** Applies the whole stack, or the targets and their dependencies. */
  apply(targets: readonly string[] = []): void {
    this.#run("apply", "-input=false", "-auto-approve", ...flagsOf(targets));
  }

  /** Plans the destruction of the stack. Prints the plan and writes it to a file. */
  planDestroy(file: string): void {
    this.#run("plan", "-destroy", "-input=false", `-out=${file}`);
  }

  /** Destroys the whole stack, or the targets and the resources that depend on them. */
  destroy(targets: readonly string[] = []): void {
    this.#run("destroy", "-input=false", "-auto-approve", ...flagsOf(targets));
  }

  #run(...words: readonly string[]): string {
    const [command] = words;
    return run(
      "terraform",
      [`-chdir=${this.#folder}`, ...words],
      command === "show" ? { keep: "output" } : {},
    );
  }
}

function flagsOf(targets: readonly string[]): readonly string[] {
  return targets.map((target) => `-target=${target}`);
}
