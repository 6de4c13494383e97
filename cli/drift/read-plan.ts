import { rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import { upgradeFlags } from "../deploy/provider-lock";
import { jsonText } from "../json-text";
import { run } from "../run";
import { type Plan, planSchema } from "../terraform-plan";

const savedPlan = "drift.tfplan";

/**
 * Makes a plan with a refresh and reads it. The verdict comes from the plan itself, for the exit code tells too
 * little: with `-refresh-only -detailed-exitcode` it says 2 on a clean stack as well
 * (https://github.com/hashicorp/terraform/issues/36403). No lock is taken, for nothing is written and a deploy must
 * not wait; the plan file holds secrets and is taken away again.
 * @param folder of the synthesized stack
 * @throws UserError when Terraform fails, or when its plan cannot be read
 */
export function readPlan(folder: string): Plan {
  const terraform = (...words: readonly string[]) =>
    run("terraform", [`-chdir=${folder}`, ...words], { keep: "everything" });
  try {
    terraform("init", "-input=false", "-no-color", "-reconfigure", ...upgradeFlags(folder));
    terraform("plan", "-refresh=true", "-lock=false", "-input=false", "-no-color", `-out=${savedPlan}`);
    return parsePlan(terraform("show", "-json", "-no-color", savedPlan));
  } finally {
    rmSync(join(folder, savedPlan), { force: true });
  }
}

/**
 * Reads Terraform's JSON of a plan. What is wrong is told by its place and never by its value.
 * @throws UserError when it is none, of another major version than 1, or broke off
 */
export function parsePlan(text: string): Plan {
  const json = jsonText.safeParse(text);
  if (!json.success) {
    // The parser's own message would quote the plan.
    throw new UserError("Terraform's JSON of the plan is no JSON.");
  }
  const parsed = planSchema.safeParse(json.data);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join(".") || "the whole");
    throw new UserError(
      `Terraform's JSON of the plan is not understood: ${places.slice(0, 5).join(", ")} is not as expected. Terraform is newer than this program, or not Terraform.`,
    );
  }
  const { format_version: version, errored } = parsed.data;
  if (version === undefined || !/^1\./.test(version)) {
    throw new UserError(
      `Terraform's JSON of the plan has the format version ${version ?? "(none)"}; wanted 1.x. Use Terraform 1.10 or a later 1.x.`,
    );
  }
  if (errored) {
    throw new UserError("Terraform's plan broke off with an error, so it does not show all.");
  }
  return parsed.data;
}
