import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface PlanResources {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** Frames a second that no server here reaches. */
const NO_LIMIT = 1_000_000;

/**
 * A copy of a plan, beside it, whose stages throttle nothing.
 * @param options.delivers false: nothing is taken from the queue, so that only the dispatcher works
 */
export function restlessPlan(stackDirectory: string, options: { readonly delivers: boolean }): string {
  const copy = mkdtempSync(`${stackDirectory}-`);
  cpSync(stackDirectory, copy, { recursive: true });
  const file = join(copy, "cdk.tf.json");
  const plan: PlanResources = JSON.parse(readFileSync(file, "utf8"));
  for (const stage of Object.values(plan.resource.aws_apigatewayv2_stage ?? {})) {
    stage.default_route_settings = {
      ...(stage.default_route_settings as object),
      throttling_rate_limit: NO_LIMIT,
      throttling_burst_limit: NO_LIMIT,
    };
  }
  if (!options.delivers) {
    delete plan.resource.aws_lambda_event_source_mapping;
  }
  writeFileSync(file, JSON.stringify(plan));
  return copy;
}
