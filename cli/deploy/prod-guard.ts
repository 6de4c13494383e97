import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { planSchema, type ResourceChange } from "../terraform-plan";

/** Types of resources with the data of a stage, or with the address that its visitors use. */
const guardedTypes = new Set([
  "aws_apigatewayv2_api_mapping",
  "aws_apigatewayv2_stage",
  "aws_dynamodb_table",
  "aws_s3_bucket",
]);

const protectedSchema = z.object({ deletion_protection_enabled: z.literal(true) });

const taggedSchema = z.object({ tags_all: z.object({ stage: z.string() }) });

/** Returns the tables, buckets, API stages and mappings of prod that a plan deletes or replaces. */
export function prodDeletions(plan: unknown): readonly string[] {
  return planSchema
    .parse(plan)
    .resource_changes.filter(
      ({ type, change }) => guardedTypes.has(type) && change.actions.includes("delete"),
    )
    .filter(({ address, change }) => isOf("prod", address, change.before))
    .map(({ address }) => address);
}

/**
 * Returns the changes of a plan that affect prod: changes to resources of prod and to shared resources. Empty if there
 * is no prod stage.
 */
export function prodChanges(plan: unknown): readonly string[] {
  const changes = planSchema.parse(plan).resource_changes.filter(({ mode }) => mode !== "data");
  const stageOf = ({ address, change }: ResourceChange) =>
    ["dev", "prod"].find((stage) => isOf(stage, address, change.before ?? change.after));
  return changes.some((it) => stageOf(it) === "prod")
    ? changes
        .filter((it) => stageOf(it) !== "dev" && !it.change.actions.every((action) => action === "no-op"))
        .map(({ address }) => address)
    : [];
}

/**
 * Rejects a plan that would remove prod.
 * @throws UserError that names the resources that the plan would delete
 */
export function refuseToRemoveProd(plan: unknown, allowed: boolean): void {
  const deletions = prodDeletions(plan);
  if (deletions.length > 0 && !allowed) {
    throw new UserError(
      `The plan deletes data or addresses of prod:\n${deletions.map((address) => `  - ${address}`).join("\n")}\nNothing changed. Check prodStage and stages.prod in the deployment file. To remove prod, add --remove-prod.`,
    );
  }
}

/** Returns the tables that a plan deletes although deletion protection is on, each with its stage. */
export function protectedTables(plan: unknown) {
  return planSchema
    .parse(plan)
    .resource_changes.filter(
      ({ change }) => change.actions.includes("delete") && protectedSchema.safeParse(change.before).success,
    )
    .map(({ address, change }) => ({ address, stage: isOf("dev", address, change.before) ? "dev" : "prod" }));
}

/** Returns whether a resource belongs to a stage: by its tag, or by its address if it has no tag. */
function isOf(stage: string, address: string, values: unknown): boolean {
  const tagged = taggedSchema.safeParse(values);
  return tagged.success ? tagged.data.tags_all.stage === stage : address.includes(`.${stage}_`);
}
