import { UserError } from "../constructs/user-error";
import type { StackName } from "../settings/variables";
import { upgradeFlags } from "./deploy/provider-lock";
import { run, tryRun } from "./run";
import { stackFolder, synthesize } from "./synthesize";

/** The oldest Terraform that the stacks take: major and minor. */
const oldest = [1, 10] as const;

const install = "install it from https://developer.hashicorp.com/terraform/install";

/**
 * Checks that Terraform is there and new enough.
 * @throws UserError with what to install
 */
export function requireTerraform(): void {
  const result = tryRun("terraform", ["version", "-json"]);
  if (result === undefined) {
    throw new UserError(`Terraform is not installed: there is no "terraform" on the PATH; ${install}.`);
  }
  const version = /"terraform_version":\s*"([^"]+)"/.exec(result.output)?.[1];
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new UserError(
      `Terraform is too old: got ${version ?? "no version"}; wanted ${oldest.join(".")} or newer; ${install}.`,
    );
  }
}

/** Terraform in the folder of one stack. */
export class Terraform {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Fetches providers and opens the state; what another backend left behind is not moved.
   * @param folder with the `cdk.tf.json` of the stack
   */
  static open(folder: string): Terraform {
    const terraform = new Terraform(folder);
    terraform.#run("init", "-input=false", "-reconfigure", ...upgradeFlags(folder));
    return terraform;
  }

  /** Synthesizes a stack, and opens its state. @param id of the stack, which also says where its state is */
  static synthesize(stack: StackName, id: string = stack): Terraform {
    synthesize(stack);
    return Terraform.open(stackFolder(id));
  }

  /** Shows what would change, of all or of the targets and what they need, and writes it to a file of the folder. */
  plan(file: string, targets: readonly string[] = []): void {
    this.#run("plan", "-input=false", `-out=${file}`, ...flagsOf(targets));
  }

  /** What a plan holds, as Terraform's JSON. */
  describe(file: string): unknown {
    return JSON.parse(this.#run("show", "-json", file));
  }

  /** Does what a plan file says. */
  applyPlan(file: string): void {
    this.#run("apply", "-input=false", file);
  }

  /** Makes all that is declared, or what the targets need. */
  apply(targets: readonly string[] = []): void {
    this.#run("apply", "-input=false", "-auto-approve", ...flagsOf(targets));
  }

  /** Shows what a destroy would take away, and writes it to a file of the folder. */
  planDestroy(file: string): void {
    this.#run("plan", "-destroy", "-input=false", `-out=${file}`);
  }

  /** Takes all away, or the targets and what needs them. */
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
