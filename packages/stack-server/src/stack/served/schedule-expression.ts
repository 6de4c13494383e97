import { nextCronTime } from "../../schedules/next-time";
import type { ScheduleExpressionModel } from "../model";
import { NotServed, ResourceFault } from "../stack-error";

/**
 * Parses `rate(5 minutes)` or `cron(0 10 * * ? *)`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 *
 * @param timezone An IANA name.
 * @throws ResourceFault, NotServed
 */
export function readScheduleExpression(text: string, timezone: string): ScheduleExpressionModel {
  const [, kind, content = ""] = /^\s*(rate|cron|at)\((.*)\)\s*$/.exec(text) ?? [];
  switch (kind) {
    case "rate":
      return { kind, periodSeconds: readRate(content) };
    case "cron":
      checkCron(content, timezone);
      return { kind, fields: content, timezone };
    case "at":
      throw new NotServed("one-time schedules, `at(…)`, are not supported");
    default:
      throw new ResourceFault(`\`schedule_expression\` is \`${text}\`, expected rate(…) or cron(…)`);
  }
}

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** EventBridge accepts `1 minute` and `5 minutes`, but not `1 minutes` or `5 minute`. */
function readRate(content: string): number {
  const [, value = "", unit = "", plural] = /^\s*(\d{1,6})\s+(minute|hour|day)(s?)\s*$/.exec(content) ?? [];
  const seconds = Number(value) * (unitSeconds[unit] ?? 0);
  if (seconds === 0 || (plural === "s") === (value === "1")) {
    throw new ResourceFault(
      `\`schedule_expression\` is \`rate(${content})\`, expected a number above 1 with minutes, hours or days, or ` +
        "1 with minute, hour or day",
    );
  }
  return seconds;
}

function checkCron(fields: string, timezone: string): void {
  try {
    nextCronTime(fields, timezone, 0);
  } catch (cause) {
    throw new ResourceFault(
      `\`schedule_expression\` is \`cron(${fields})\` in \`${timezone}\`: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}
