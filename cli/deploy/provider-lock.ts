import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readSynthesizedStack } from "../stacks/synthesized-stack";

/** The part of a stack that the lock file depends on. */
const stackSchema = z.object({
  terraform: z.object({
    required_providers: z.record(z.string(), z.object({ source: z.string(), version: z.string() })),
  }),
});

/**
 * Returns the flag with which `terraform init` replaces a lock file that has other versions than the stack requires.
 * Returns no flag if the lock file has the same versions or does not exist. Without the flag, `terraform init` rejects
 * a changed version ("locked provider … does not match configured version constraint"). With the flag, it queries the
 * registry at every run:
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock#dependency-installation-behavior
 * @param folder Folder of the `cdk.tf.json`.
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

/** Completes a source: `aws` is short for `hashicorp/aws`. See https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses */
function withNamespace(source: string): string {
  return source.includes("/") ? source : `hashicorp/${source}`;
}

/** Returns the versions in a lock file by source, without the host of the registry. */
function lockedVersions(lock: string): ReadonlyMap<string, string> {
  const blocks = lock.matchAll(/^provider "[^/"]+\/([^"]+)" \{\s*version\s*=\s*"([^"]+)"/gm);
  return new Map([...blocks].map(([, source, version]) => [String(source), String(version)]));
}
