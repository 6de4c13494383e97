import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import { fullDeployment, synthesizeStacks } from "../stacks/synthesize-stacks";
import type { SynthesizedStack } from "../stacks/synthesized-stack";
import { runCheckov } from "./checkov";
import { type CheckovReport, readCheckovReport } from "./checkov-report";

/** The end by which checkov knows Terraform's JSON. */
const fileEnd = ".tf.json";

/** Checks every cloud stack of a deployment with all that can be chosen; `folder` is empty. */
export function scanPlans(folder: string): CheckovReport {
  const plans = synthesizeStacks(fullDeployment);
  for (const [stack, plan] of plans) {
    writeFileSync(join(folder, `${stack}${fileEnd}`), JSON.stringify(scannablePlan(plan), undefined, 2));
  }
  const output = runCheckov(folder, ["--framework", "terraform_json"]);
  const report = readCheckovReport(output, (file, resource) => {
    const plan = plans.get(file.slice(0, -fileEnd.length));
    return plan === undefined ? resource : nameOf(plan, resource.slice(resource.indexOf(".") + 1));
  });
  if (report.checks === 0) {
    throw new UserError("checkov found nothing to check in the plans; is it version 3?");
  }
  return report;
}

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
