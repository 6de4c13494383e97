import { Cron } from "croner";
import type { ScheduleExpressionModel } from "../stack/model";

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

/**
 * The first time of a cron expression of AWS after `after`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
 *
 * @param fields Minutes, hours, day of month, month, day of week, year.
 * @param timezone An IANA name.
 * @param after Milliseconds since 1970.
 * @returns Milliseconds since 1970; `undefined` when there is none any more.
 * @throws RangeError when the expression is not one of AWS
 */
export function nextCronTime(fields: string, timezone: string, after: number): number | undefined {
  return toCron(fields, timezone).nextRun(new Date(after))?.getTime();
}

function toCron(fields: string, timezone: string): Cron {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year, ...more] = fields.trim().split(/\s+/);
  if (year === undefined || dayOfWeek === undefined || more.length > 0) {
    throw new RangeError("six fields are wanted: minutes, hours, day of month, month, day of week, year");
  }
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    throw new RangeError("one of day of month and day of week must be `?`, and not both");
  }
  const pattern = ["0", minutes, hours, anyDay(dayOfMonth), month, weekday(dayOfWeek), year].join(" ");
  try {
    // AWS counts weekdays from SUN = 1, and takes `1/10` for every tenth from the first.
    return new Cron(pattern, { timezone, mode: "7-part", alternativeWeekdays: true, sloppyRanges: true });
  } catch (cause) {
    throw new RangeError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function anyDay(field = "?"): string {
  return field === "?" ? "*" : field;
}

/** `L` alone is the last day of the week. */
function weekday(field: string): string {
  return field.toUpperCase() === "L" ? "7" : anyDay(field);
}
