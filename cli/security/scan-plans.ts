import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import { fullDeployment, synthesizeStacks } from "../stacks/synthesize-stacks";
import type { SynthesizedStack } from "../stacks/synthesized-stack";
import { runCheckov } from "./checkov";
import { type CheckovReport, readCheckovReport } from "./checkov-report";

/** File extension by which checkov recognizes Terraform's JSON. */
const fileEnd = ".tf.json";

/** Checks every cloud stack of the deployment with every option. `folder` must be empty. */
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
    throw new UserError("checkov found nothing to check in the stacks. Check that it is version 3.");
  }
  return report;
}

/**
 * Returns a stack that checkov can read. checkov expects that every block is an object of objects. It fails on
 * Terraform's `required_version`, which is a text, and on `import`, whose blocks are IDs.
 */
export function scannablePlan({ import: _import, terraform, ...plan }: SynthesizedStack): SynthesizedStack {
  const { required_version: _version, ...rest } = (terraform ?? {}) as Readonly<Record<string, unknown>>;
  return { ...plan, terraform: rest };
}

/**
 * Returns the readable name of a resource, for example `aws_s3_bucket kite/dev/Files/Bucket`.
 * @param id Last part of the resource's address.
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
