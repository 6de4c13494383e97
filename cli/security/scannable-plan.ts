import type { SynthesizedStack } from "../stacks/synthesize-stacks";

/**
 * The plan as checkov can read it: it takes every block for an object of objects, and gives a file up at
 * Terraform's `required_version`, a text, and at `import`, whose blocks are ids.
 */
export function scannablePlan({ import: _import, terraform, ...plan }: SynthesizedStack): SynthesizedStack {
  const { required_version: _version, ...rest } = (terraform ?? {}) as Readonly<Record<string, unknown>>;
  return { ...plan, terraform: rest };
}

/**
 * A resource as people know it, for example `aws_s3_bucket kite/dev/Files/Bucket`.
 * @param id the last part of its address
 */
export function nameOf(plan: SynthesizedStack, id: string): string {
  for (const [type, blocks] of [...Object.entries(plan.resource ?? {}), ...Object.entries(plan.data ?? {})]) {
    const block = blocks[id];
    if (block !== undefined) {
      return `${type} ${block["//"]?.metadata?.path ?? id}`;
    }
  }
  return id;
}
