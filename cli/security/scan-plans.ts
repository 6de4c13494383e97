import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import { EVERYTHING, synthesizeStacks } from "../stacks/synthesize-stacks";
import { runCheckov } from "./checkov";
import { type CheckovReport, readCheckovReport } from "./checkov-report";
import { nameOf, scannablePlan } from "./scannable-plan";

/** The end by which checkov knows Terraform's JSON. */
const FILE_END = ".tf.json";

/** Checks every cloud stack of a deployment with all that can be chosen; `folder` is empty. */
export function scanPlans(folder: string): CheckovReport {
  const plans = synthesizeStacks(EVERYTHING);
  for (const [stack, plan] of plans) {
    writeFileSync(join(folder, `${stack}${FILE_END}`), JSON.stringify(scannablePlan(plan), undefined, 2));
  }
  const output = runCheckov(folder, ["--framework", "terraform_json"]);
  const report = readCheckovReport(output, (file, resource) => {
    const plan = plans.get(file.slice(0, -FILE_END.length));
    return plan === undefined ? resource : nameOf(plan, resource.slice(resource.indexOf(".") + 1));
  });
  if (report.checks === 0) {
    throw new UserError("checkov found nothing to check in the plans; is it version 3?");
  }
  return report;
}
