import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Returns the reason why Terraform cannot run on this machine, or `undefined` if it can. */
export function terraformMissing(): string | undefined {
  return spawnSync("terraform", ["version"]).status === 0 ? undefined : "there is no terraform on the PATH";
}

/** A folder in which the real Terraform runs with its built-in provider, without a download. */
export class TerraformFolder {
  readonly path = mkdtempSync(join(tmpdir(), "kite-terraform-"));

  /** Writes a configuration, with the version that the stacks require. */
  declare(configuration: string): this {
    return this.write("main.tf", `terraform {\n  required_version = ">= 1.10"\n}\n${configuration}\n`);
  }

  write(name: string, content: string): this {
    writeFileSync(join(this.path, name), content);
    return this;
  }

  /** Applies the configuration. */
  apply(): this {
    this.terraform("init", "-input=false");
    this.terraform("apply", "-input=false", "-auto-approve");
    return this;
  }

  terraform(...words: readonly string[]): string {
    const result = spawnSync("terraform", [`-chdir=${this.path}`, ...words], { encoding: "utf8" });
    if (result.status !== 0) {
      throw new Error(result.stderr);
    }
    return result.stdout;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
