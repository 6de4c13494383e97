import { ManualClock } from "../../src/clock";
import type { InvocationResult } from "../../src/functions/runtime";
import type { LogEntry } from "../../src/log";
import { Schedules } from "../../src/schedules/schedules";
import type { ScheduleModel } from "../../src/stack/model";
import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";

const ratePage = documented("scheduler/latest/UserGuide/schedule-types.html#rate-based");
const asyncPage = documented("lambda/latest/dg/invocation-async-error-handling.html");

const oneMinute = 60_000;
const startTime = Date.UTC(2026, 0, 1);

const schedule = (rest: Partial<ScheduleModel> = {}): ScheduleModel => ({
  address: "aws_cloudwatch_event_rule.sweep",
  arn: "arn:aws:events:eu-central-1:123456789012:rule/sweep",
  source: "aws.events",
  expression: { kind: "rate", periodSeconds: 300 },
  enabled: true,
  targets: [
    { address: "aws_cloudwatch_event_target.sweep", functionName: "outbox", input: '{"sweep":true}' },
  ],
  ...rest,
});

/** Runs schedules and records their invocations, with the seconds since the start. */
function start(schedules: readonly ScheduleModel[], answer?: () => Promise<InvocationResult>) {
  const clock = new ManualClock(startTime);
  const calls: { readonly seconds: number; readonly name: string; readonly event: unknown }[] = [];
  const log: LogEntry[] = [];
  const running = new Schedules({
    invoke: (name, event) => {
      calls.push({ seconds: (clock.now() - startTime) / 1000, name, event });
      return answer?.() ?? Promise.resolve({ ok: true, payload: null });
    },
    clock,
    log: (entry) => log.push(entry),
  });
  running.update({ schedules, region: "eu-central-1", accountId: "123456789012" });
  return { clock, calls, log, running };
}

describe("a rate", () => {
  awsBehavior(
    {
      subject: "Schedules",
      aws: "A Scheduler rate without a start date is due immediately, and then after each period.",
      source: ratePage,
    },
    async () => {
      const { clock, calls, log } = start([schedule({ source: "aws.scheduler" })]);

      await clock.advance(15 * oneMinute);

      expect(calls.map(({ seconds }) => seconds)).toEqual([2, 300, 600, 900]);
      expect(calls[0]).toMatchObject({ name: "outbox", event: { sweep: true } });
      expect(log).toEqual([]);
    },
  );

  awsBehavior(
    {
      subject: "Schedules",
      aws: "A rule's rate is due for the first time one period after the rule was created.",
      source: assumed("the documentation describes that the rate starts with the rule"),
      here: "The rate is also due two seconds after the start, because a local server starts many times a day.",
    },
    async () => {
      const { clock, calls } = start([schedule({ source: "aws.events" })]);

      await clock.advance(5 * oneMinute);

      expect(calls.map(({ seconds }) => seconds)).toEqual([2, 300]);
    },
  );

  it("does not wait for an invocation that hangs", async () => {
    const { clock, calls } = start([schedule()], () => new Promise(() => undefined));

    await clock.advance(5 * oneMinute);

    expect(calls).toHaveLength(2);
  });

  awsBehavior(
    {
      subject: "Schedules",
      aws: "A failed invocation is retried after one minute and after two more minutes, in parallel with invocations that are due.",
      source: asyncPage,
    },
    async () => {
      const { clock, calls, log } = start([schedule()], async () => ({
        ok: false,
        reason: "Unhandled",
        errorType: "TypeError",
        errorMessage: "no",
      }));

      await clock.advance(5 * oneMinute);

      expect(calls.map(({ seconds }) => seconds)).toEqual([2, 62, 182, 300]);
      expect(log.slice(0, 3)).toMatchObject([
        { message: expect.stringContaining("is retried in 60 s"), fields: { errorType: "TypeError" } },
        { message: expect.stringContaining("is retried in 120 s") },
        {
          level: "warn",
          message: expect.stringContaining("is not retried"),
          fields: { function: "outbox" },
        },
      ]);
    },
  );

  awsBehavior(
    {
      subject: "Schedules",
      aws: "A rule invokes all its targets.",
      source: documented("eventbridge/latest/userguide/eb-targets.html"),
    },
    async () => {
      const targets = ["a", "b"].map((functionName) => ({ address: functionName, functionName, input: "1" }));
      const { clock, calls } = start([schedule({ targets })]);

      await clock.advance(2000);

      expect(calls.map(({ name }) => name)).toEqual(["a", "b"]);
    },
  );

  it.each([
    ["that is disabled", schedule({ enabled: false })],
    ["without targets", schedule({ targets: [] })],
  ])("%s causes no invocation", async (_, idle) => {
    const { clock, calls } = start([idle]);

    await clock.advance(60 * oneMinute);

    expect(calls).toEqual([]);
  });

  awsBehavior(
    {
      subject: "Schedules",
      aws: "A throttled invocation is retried for six hours, first after one second and finally after five minutes.",
      source: asyncPage,
    },
    async () => {
      const busy = {
        ok: false,
        reason: "Throttled",
        errorType: "TooManyRequestsException",
        errorMessage: "",
      } as const;
      const hourly = schedule({ expression: { kind: "rate", periodSeconds: 86_400 } });
      const { clock, calls } = start([hourly], async () => busy);

      await clock.advance(20_000);
      const first = calls.map(({ seconds }) => seconds);
      await clock.advance(10 * 60 * oneMinute);

      expect(first).toEqual([2, 3, 5, 9, 17]);
      expect(calls.at(-1)?.seconds).toBeLessThanOrEqual(6 * 3600 + 2);
      expect((calls.at(-1)?.seconds ?? 0) - (calls.at(-2)?.seconds ?? 0)).toBe(300);
    },
  );

  it("cancels pending retries at close", async () => {
    const failure = { ok: false, reason: "Unhandled", errorType: "Error", errorMessage: "no" } as const;
    const { clock, calls, running } = start([schedule()], async () => failure);
    await clock.advance(2000);

    running.close();
    await clock.advance(60 * oneMinute);

    expect(calls).toHaveLength(1);
  });

  it("stops at close", async () => {
    const { clock, calls, running } = start([schedule()]);
    await clock.advance(oneMinute);

    running.close();
    await clock.advance(60 * oneMinute);

    expect(calls).toHaveLength(1);
  });
});

describe("a cron expression", () => {
  awsBehavior(
    {
      subject: "Schedules",
      aws: "A cron expression is due at its times in the schedule's time zone, which is UTC by default.",
      source: documented("scheduler/latest/UserGuide/schedule-types.html#cron-based"),
    },
    async () => {
      const expression = { kind: "cron", fields: "30 0 1 * ? *", timezone: "UTC" } as const;
      const { clock, calls } = start([schedule({ expression })]);

      await clock.advance(45 * 24 * 60 * oneMinute);

      expect(calls.map(({ seconds }) => new Date(startTime + seconds * 1000).toISOString())).toEqual([
        "2026-01-01T00:30:00.000Z",
        "2026-02-01T00:30:00.000Z",
      ]);
    },
  );

  it("without a later time causes no further invocation", async () => {
    const expression = { kind: "cron", fields: "0 0 1 1 ? 2020", timezone: "UTC" } as const;
    const { clock, calls } = start([schedule({ expression })]);

    await clock.advance(60 * oneMinute);

    expect(calls).toEqual([]);
  });
});

describe("the event of a schedule", () => {
  const withoutInput = [{ address: "t", functionName: "f", input: undefined }];

  awsBehaviorOfMany(
    {
      subject: "Schedules",
      aws: "Without an `input` the function gets an event `Scheduled Event` with id, time and ARN.",
      source: documented("lambda/latest/dg/services-cloudwatchevents.html"),
    },
    () => {
      it.each([
        ["aws.events", {}],
        ["aws.scheduler", "{}"],
      ] as const)("of %s without an input is the default event of AWS", async (source, detail) => {
        const { clock, calls } = start([schedule({ source, targets: withoutInput })]);

        await clock.advance(2000);

        expect(calls[0]?.event).toEqual({
          version: "0",
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          "detail-type": "Scheduled Event",
          source,
          account: "123456789012",
          time: "2026-01-01T00:00:02Z",
          region: "eu-central-1",
          resources: ["arn:aws:events:eu-central-1:123456789012:rule/sweep"],
          detail,
        });
      });
    },
  );

  awsBehavior(
    {
      subject: "Schedules",
      aws: "The Scheduler replaces `<aws.scheduler.scheduled-time>` and similar attributes in the input; a rule does not.",
      source: documented("scheduler/latest/UserGuide/managing-schedule-context-attributes.html"),
    },
    async () => {
      const input = '{"at":"<aws.scheduler.scheduled-time>","other":"<aws.scheduler.none>"}';
      const targets = [{ address: "t", functionName: "f", input }];
      const { clock, calls } = start([
        schedule({ source: "aws.scheduler", targets }),
        schedule({ source: "aws.events", targets }),
      ]);

      await clock.advance(2000);

      expect(calls.map(({ event }) => event)).toEqual([
        { at: "2026-01-01T00:00:02Z", other: "<aws.scheduler.none>" },
        { at: "<aws.scheduler.scheduled-time>", other: "<aws.scheduler.none>" },
      ]);
    },
  );
});
