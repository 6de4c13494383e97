import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Copies a synthesized stack, beside it, whose schedules come every minute: the shortest time that EventBridge knows,
 * and what `sweepRateMinutes: 1` deploys. A run that waits for a sweep need not wait five minutes then.
 */
export function withFrequentSweeps(stackDirectory: string): string {
  const copy = mkdtempSync(`${stackDirectory}-`);
  cpSync(stackDirectory, copy, { recursive: true });
  const file = join(copy, "cdk.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8"));
  for (const rule of Object.values(stack.resource.aws_cloudwatch_event_rule ?? {})) {
    (rule as { schedule_expression: string }).schedule_expression = "rate(1 minute)";
  }
  writeFileSync(file, JSON.stringify(stack));
  return copy;
}
