import { Cron } from "croner";
import type { ScheduleExpressionModel } from "../stack/model";

/**
 * Returns the next time at which a schedule is due.
 *
 * @param startedAt Start of the periods of a rate, in milliseconds since 1970.
 * @param after The result is later than this time.
 * @returns milliseconds since 1970, or `undefined` if it is never due again
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

/**
 * Returns the first time of an AWS cron expression after `after`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
 *
 * @param fields Minutes, hours, day of month, month, day of week, year.
 * @param timezone An IANA name.
 * @param after Milliseconds since 1970.
 * @returns milliseconds since 1970, or `undefined` if there is none
 * @throws RangeError for an expression that AWS would reject
 */
export function nextCronTime(fields: string, timezone: string, after: number): number | undefined {
  return toCron(fields, timezone).nextRun(new Date(after))?.getTime();
}

function toCron(fields: string, timezone: string): Cron {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year, ...more] = fields.trim().split(/\s+/);
  if (year === undefined || dayOfWeek === undefined || more.length > 0) {
    throw new RangeError("expected six fields: minutes, hours, day of month, month, day of week, year");
  }
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    throw new RangeError("exactly one of day of month and day of week must be `?`");
  }
  const pattern = ["0", minutes, hours, anyDay(dayOfMonth), month, weekday(dayOfWeek), year].join(" ");
  try {
    // AWS numbers weekdays from SUN = 1, and reads `1/10` as every tenth value from 1.
    return new Cron(pattern, { timezone, mode: "7-part", alternativeWeekdays: true, sloppyRanges: true });
  } catch (cause) {
    throw new RangeError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function anyDay(field = "?"): string {
  return field === "?" ? "*" : field;
}

/** `L` alone means the last day of the week. */
function weekday(field: string): string {
  return field.toUpperCase() === "L" ? "7" : anyDay(field);
}
