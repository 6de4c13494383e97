import type { ScheduleExpressionModel } from "../plan/model";
import { nextCronTime } from "./cron-times";

/**
 * When a schedule is due next.
 *
 * @param startedAt From when the periods of a rate count, in milliseconds since 1970.
 * @param after The answer is later than that.
 * @returns Milliseconds since 1970; `undefined` when it is never due again.
 */
export function nextTime(
  expression: ScheduleExpressionModel,
  startedAt: number,
  after: number,
): number | undefined {
  if (expression.kind === "cron") {
    return nextCronTime(expression.fields, expression.timezone, after);
  }
  const period = expression.periodSeconds * 1000;
  return startedAt + (Math.floor((after - startedAt) / period) + 1) * period;
}
