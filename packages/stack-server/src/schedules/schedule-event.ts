import { randomUUID } from "node:crypto";
import type { ScheduleModel, ScheduleTargetModel } from "../stack/model";

/** Further inputs of {@link scheduleEvent}. */
export interface ScheduleEventContext {
  readonly region: string;
  readonly accountId: string;
  /** Time at which the schedule was due, in milliseconds since 1970. */
  readonly dueAt: number;
}

/** Returns the event of a schedule: the declared input, or the default event of AWS. */
export function scheduleEvent(
  schedule: ScheduleModel,
  { input }: ScheduleTargetModel,
  context: ScheduleEventContext,
): unknown {
  if (input === undefined) {
    return defaultEvent(schedule, context);
  }
  return JSON.parse(schedule.source === "aws.scheduler" ? withAttributes(input, schedule, context) : input);
}

/**
 * Creates the default event: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-events.html, and for the
 * Scheduler https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html (observed: its detail is a
 * string).
 */
function defaultEvent(
  { arn, source }: ScheduleModel,
  { region, accountId, dueAt }: ScheduleEventContext,
): unknown {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source,
    account: accountId,
    time: isoSeconds(dueAt),
    region,
    resources: [arn],
    detail: source === "aws.scheduler" ? "{}" : {},
  };
}

/**
 * Replaces context attributes:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
function withAttributes(input: string, { arn }: ScheduleModel, { dueAt }: ScheduleEventContext): string {
  const attributes: Readonly<Record<string, string>> = {
    "attempt-number": "1",
    "execution-id": randomUUID(),
    "schedule-arn": arn,
    "scheduled-time": isoSeconds(dueAt),
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole);
}

function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, "");
}
