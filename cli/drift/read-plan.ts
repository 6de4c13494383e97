import { rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import { upgradeFlags } from "../deploy/provider-lock";
import { jsonText } from "../json-text";
import { run } from "../run";
import { type Plan, planSchema } from "../terraform-plan";

const savedPlan = "drift.tfplan";

/**
 * Creates a plan with a refresh and reads it. The verdict comes from the plan, because the exit code is not enough:
 * with `-refresh-only -detailed-exitcode` it is 2 even for a clean stack
 * (https://github.com/hashicorp/terraform/issues/36403). The plan takes no lock, because it writes nothing and a deploy
 * must not wait for it. The plan file contains secrets, so it is deleted afterwards.
 * @param folder Folder of the synthesized stack.
 * @throws UserError if Terraform fails, or if its plan cannot be read
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
 * Reads Terraform's JSON of a plan. Errors name the place of a fault, never its value.
 * @throws UserError if it is not a complete plan in format version 1
 */
export function parsePlan(text: string): Plan {
  const json = jsonText.safeParse(text);
  if (!json.success) {
    // The parser's own message would quote the plan.
    throw new UserError("Terraform's JSON of the plan is not JSON.");
  }
  const parsed = planSchema.safeParse(json.data);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join(".") || "the whole");
    throw new UserError(
      `Terraform's JSON of the plan cannot be read: ${places.slice(0, 5).join(", ")} has an unexpected form. Check with "terraform version" that this is Terraform 1.10 or a later 1.x.`,
    );
  }
  const { format_version: version, errored } = parsed.data;
  if (version === undefined || !/^1\./.test(version)) {
    throw new UserError(
      `Terraform's JSON of the plan: expected format version 1.x, received ${version ?? "(none)"}. Use Terraform 1.10 or a later 1.x.`,
    );
  }
  if (errored) {
    throw new UserError("Terraform's plan stopped with an error, so it is incomplete.");
  }
  return parsed.data;
}
