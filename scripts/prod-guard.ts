import { z } from "zod";
import { UserError } from "../settings/user-error";
import { planSchema } from "./plan-schema";

/** What holds the data of a stage or the address that its visitors use. */
const GUARDED_TYPES = new Set([
  "aws_apigatewayv2_api_mapping",
  "aws_apigatewayv2_stage",
  "aws_dynamodb_table",
  "aws_s3_bucket",
]);

const taggedSchema = z.object({ tags_all: z.object({ stage: z.string() }) });

/** Every table, bucket, API stage and mapping of prod that a plan deletes or replaces. */
export function prodDeletions(plan: unknown): readonly string[] {
  return planSchema
    .parse(plan)
    .resource_changes.filter(
      ({ type, change }) => GUARDED_TYPES.has(type) && change.actions.includes("delete"),
    )
    .filter(({ address, change }) => isOfProd(address, change.before))
    .map(({ address }) => address);
}

/**
 * Refuses a plan that would take prod away.
 * @throws UserError naming what would be deleted
 */
export function refuseToRemoveProd(plan: unknown, allowed: boolean): void {
  const deletions = prodDeletions(plan);
  if (deletions.length > 0 && !allowed) {
    throw new UserError(
      `The plan deletes what prod lives on:\n${deletions.map((address) => `  - ${address}`).join("\n")}\nNothing was changed. Look at prodStage and stages.prod in the deployment file; if prod is to go, add --remove-prod.`,
    );
  }
}

/** By its tag, or by its place in the stack where it carries none. */
function isOfProd(address: string, before: unknown): boolean {
  const tagged = taggedSchema.safeParse(before);
  return tagged.success ? tagged.data.tags_all.stage === "prod" : /\.prod_/.test(address);
}
