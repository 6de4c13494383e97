import { isDeepStrictEqual } from "node:util";
import type { Clock, Timer } from "../clock";
import type { InvocationResult } from "../functions/runtime";
import type { Log } from "../log";
import type { ScheduleModel, ScheduleTargetModel, StackModel } from "../stack/model";
import { invokeAsynchronously } from "./invoke-asynchronously";
import { nextTime } from "./next-time";
import { type ScheduleEventContext, scheduleEvent } from "./schedule-event";

interface SchedulesContext {
  /** Invokes a function by name or ARN. Never rejects. */
  readonly invoke: (nameOrArn: string, event: unknown) => Promise<InvocationResult>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The parts of a stack that schedules depend on. */
type ScheduledStack = Pick<StackModel, "schedules" | "region" | "accountId">;

/** The schedules of a server. A schedule invokes its targets when it is due. */
export class Schedules {
  readonly #context: SchedulesContext;
  #served: ScheduledStack["schedules"] = [];
  #closings: readonly (() => void)[] = [];

  constructor(context: SchedulesContext) {
    this.#context = context;
  }

  /** Applies a stack. If its schedules changed, all of them start again. */
  update(stack: ScheduledStack): void {
    if (!isDeepStrictEqual(stack.schedules, this.#served)) {
      this.close();
      this.#served = stack.schedules;
      this.#closings = stack.schedules
        .filter(({ enabled, targets }) => enabled && targets.length > 0)
        .map((schedule) => runSchedule(schedule, stack, this.#context));
    }
  }

  /** Stops all schedules. Invocations in progress can finish. */
  close(): void {
    for (const close of this.#closings) {
      close();
    }
  }
}

/**
 * Delay of the first run of a `rate(…)`. AWS waits a whole period. A local server starts many times a day, and tasks
 * that were pending when it stopped should not wait that long.
 */
const firstRateDelayMilliseconds = 2000;

/** @returns a function that stops the schedule */
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
    // A timer of the system clock fires early if its time is weeks away.
    if (clock.now() < dueAt) {
      wait(dueAt);
      return;
    }
    for (const target of schedule.targets) {
      invokeTarget(schedule, target, { region, accountId, dueAt }, context, closing.signal);
    }
    // After the machine was suspended, the schedule is due once, and not once for every missed time.
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
      const next = wait === undefined ? "is not retried" : `is retried in ${wait / 1000} s`;
      log({
        level: "warn",
        source: "schedules",
        message: `${target.address}: the invocation failed, and ${next}`,
        fields: { function: target.functionName, errorType, errorMessage },
      });
    },
  });
}
