import { UserError } from "../constructs/user-error";
import { upgradeFlags } from "./deploy/provider-lock";
import { run, tryRun } from "./run";

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

  /** @param folder with the `cdk.tf.json` of the stack */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Fetches providers and opens the state; what another backend left behind is not moved. */
  init(): void {
    run("terraform", [this.#here, "init", "-input=false", "-reconfigure", ...upgradeFlags(this.#folder)]);
  }

  /** Shows what would change, of all or of the targets and what they need, and writes it to a file of the folder. */
  plan(file: string, targets: readonly string[] = []): void {
    const only = targets.map((target) => `-target=${target}`);
    run("terraform", [this.#here, "plan", "-input=false", `-out=${file}`, ...only]);
  }

  /** What a plan holds, as Terraform's JSON. */
  describe(file: string): unknown {
    return JSON.parse(run("terraform", [this.#here, "show", "-json", file], { keep: "output" }));
  }

  /** Does what a plan file says. */
  applyPlan(file: string): void {
    run("terraform", [this.#here, "apply", "-input=false", file]);
  }

  /** Makes all that is declared, or what the targets need. */
  apply(targets: readonly string[] = []): void {
    const only = targets.map((target) => `-target=${target}`);
    run("terraform", [this.#here, "apply", "-input=false", "-auto-approve", ...only]);
  }

  /** Shows what a destroy would take away, and writes it to a file of the folder. */
  planDestroy(file: string): void {
    run("terraform", [this.#here, "plan", "-destroy", "-input=false", `-out=${file}`]);
  }

  /** Takes all away, or the targets and what needs them. */
  destroy(targets: readonly string[] = []): void {
    const only = targets.map((target) => `-target=${target}`);
    run("terraform", [this.#here, "destroy", "-input=false", "-auto-approve", ...only]);
  }

  get #here(): string {
    return `-chdir=${this.#folder}`;
  }
}
