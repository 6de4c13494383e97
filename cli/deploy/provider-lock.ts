import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readSynthesizedStack } from "../stacks/synthesized-stack";

/** As far as the lock needs it. */
const stackSchema = z.object({
  terraform: z.object({
    required_providers: z.record(z.string(), z.object({ source: z.string(), version: z.string() })),
  }),
});

/**
 * The flag that lets `terraform init` replace a lock file with other versions than the stack requires; none when the
 * lock file agrees or is absent. Without it a moved pin fails ("locked provider … does not match configured version
 * constraint"); given always, it asks the registry in every run:
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock#dependency-installation-behavior
 * @param folder with the `cdk.tf.json` of the stack
 */
export function upgradeFlags(folder: string): readonly string[] {
  const lockFile = join(folder, ".terraform.lock.hcl");
  if (!existsSync(lockFile)) {
    return [];
  }
  const locked = lockedVersions(readFileSync(lockFile, "utf8"));
  const { terraform } = stackSchema.parse(readSynthesizedStack(folder));
  const agrees = Object.values(terraform.required_providers).every(
    ({ source, version }) => (locked.get(withNamespace(source)) ?? version) === version,
  );
  return agrees ? [] : ["-upgrade"];
}

/** `aws` is short for `hashicorp/aws`: https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses */
function withNamespace(source: string): string {
  return source.includes("/") ? source : `hashicorp/${source}`;
}

/** Version by source, without the registry's host. */
function lockedVersions(lock: string): ReadonlyMap<string, string> {
  const blocks = lock.matchAll(/^provider "[^/"]+\/([^"]+)" \{\s*version\s*=\s*"([^"]+)"/gm);
  return new Map([...blocks].map(([, source, version]) => [String(source), String(version)]));
}
