import { isDeepStrictEqual } from "node:util";
import type { Clock, Timer } from "../clock";
import type { InvocationResult } from "../functions/runtime";
import type { Log } from "../log";
import type { ScheduleModel, ScheduleTargetModel, StackModel } from "../stack/model";
import { invokeAsynchronously } from "./invoke-asynchronously";
import { nextTime } from "./next-time";
import { type ScheduleEventContext, scheduleEvent } from "./schedule-event";

interface SchedulesContext {
  /** Invokes a function by name or ARN; never rejects. */
  readonly invoke: (nameOrArn: string, event: unknown) => Promise<InvocationResult>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The part of a stack that schedules are made of. */
type ScheduledStack = Pick<StackModel, "schedules" | "region" | "accountId">;

/** The schedules of a run: they invoke their targets when they are due. */
export class Schedules {
  readonly #context: SchedulesContext;
  #served: ScheduledStack["schedules"] = [];
  #closings: readonly (() => void)[] = [];

  constructor(context: SchedulesContext) {
    this.#context = context;
  }

  /** Goes by a stack; when its schedules are others than before, all of them begin anew. */
  update(stack: ScheduledStack): void {
    if (!isDeepStrictEqual(stack.schedules, this.#served)) {
      this.close();
      this.#served = stack.schedules;
      this.#closings = stack.schedules
        .filter(({ enabled, targets }) => enabled && targets.length > 0)
        .map((schedule) => runSchedule(schedule, stack, this.#context));
    }
  }

  /** Invokes nothing any more; what has begun is let end. */
  close(): void {
    for (const close of this.#closings) {
      close();
    }
  }
}

/**
 * How long after the start a `rate(…)` is due for the first time. AWS waits a whole period; but a local run starts
 * anew many times a day, and what waited for the schedule when the last one ended should not wait that long.
 */
const firstRateDelayMilliseconds = 2000;

/** @returns how to end it */
function runSchedule(
  schedule: ScheduleModel,
  { region, accountId }: ScheduledStack,
  context: SchedulesContext,
): () => void {
  const { clock } = context;
  const startedAt = clock.now();
  const closing = new AbortController();
  let timer: Timer | undefined;
  const wait = (dueAt: number | undefined) => {
    if (dueAt !== undefined) {
      timer = clock.setTimeout(() => wake(dueAt), dueAt - clock.now());
    }
  };
  const wake = (dueAt: number) => {
    // The clock of the machine wakes early when a time is weeks away.
    if (clock.now() < dueAt) {
      wait(dueAt);
      return;
    }
    for (const target of schedule.targets) {
      invokeTarget(schedule, target, { region, accountId, dueAt }, context, closing.signal);
    }
    // After a machine's sleep it is due once, not for every time that was slept through.
    wait(nextTime(schedule.expression, startedAt, clock.now()));
  };
  wait(
    schedule.expression.kind === "rate"
      ? startedAt + firstRateDelayMilliseconds
      : nextTime(schedule.expression, startedAt, startedAt),
  );
  return () => {
    timer?.cancel();
    closing.abort();
  };
}

function invokeTarget(
  schedule: ScheduleModel,
  target: ScheduleTargetModel,
  eventContext: ScheduleEventContext,
  { invoke, clock, log }: SchedulesContext,
  signal: AbortSignal,
): void {
  const event = scheduleEvent(schedule, target, eventContext);
  invokeAsynchronously({
    clock,
    signal,
    invoke: () => invoke(target.functionName, event),
    onFailure: ({ errorType, errorMessage }, wait) => {
      const next = wait === undefined ? "is not tried again" : `is tried again in ${wait / 1000} s`;
      log({
        level: "warn",
        source: "schedules",
        message: `${target.address}: the invocation failed, and ${next}`,
        fields: { function: target.functionName, errorType, errorMessage },
      });
    },
  });
}
