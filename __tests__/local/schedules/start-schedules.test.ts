import { ManualClock } from "../../../local/clock";
import type { InvocationResult } from "../../../local/functions/runtime";
import type { LogEntry } from "../../../local/log";
import type { ScheduleModel } from "../../../local/plan/model";
import { startSchedules } from "../../../local/schedules/start-schedules";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

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

/** Runs schedules and records, with the seconds since the start, what is invoked. */
function start(schedules: readonly ScheduleModel[], answer?: () => Promise<InvocationResult>) {
  const clock = new ManualClock(START);
  const calls: { readonly seconds: number; readonly name: string; readonly event: unknown }[] = [];
  const log: LogEntry[] = [];
  const running = startSchedules({
    schedules,
    region: "eu-central-1",
    accountId: "123456789012",
    invoke: (name, event) => {
      calls.push({ seconds: (clock.now() - START) / 1000, name, event });
      return answer?.() ?? Promise.resolve({ ok: true, payload: null });
    },
    clock,
    log: (entry) => log.push(entry),
  });
  return { clock, calls, log, running };
}

describe("a rate", () => {
  it("is due two seconds after the start, and then each period", async () => {
    const { clock, calls, log } = start([schedule()]);

    await clock.advance(15 * MINUTE);

    expect(calls.map(({ seconds }) => seconds)).toEqual([2, 300, 600, 900]);
    expect(calls[0]).toMatchObject({ name: "outbox", event: { sweep: true } });
    expect(log).toEqual([]);
  });

  it("does not wait for an invocation that hangs", async () => {
    const { clock, calls } = start([schedule()], () => new Promise(() => undefined));

    await clock.advance(5 * MINUTE);

    expect(calls).toHaveLength(2);
  });

  it("goes on after an invocation that failed, which is told", async () => {
    const { clock, calls, log } = start([schedule()], async () => ({
      ok: false,
      reason: "Unhandled",
      errorType: "TypeError",
      errorMessage: "no",
    }));

    await clock.advance(5 * MINUTE);

    expect(calls).toHaveLength(2);
    expect(log[0]).toMatchObject({ level: "warn", fields: { function: "outbox", errorType: "TypeError" } });
  });

  it("invokes all its targets", async () => {
    const targets = ["a", "b"].map((functionName) => ({ address: functionName, functionName, input: "1" }));
    const { clock, calls } = start([schedule({ targets })]);

    await clock.advance(2000);

    expect(calls.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it.each([
    ["that is disabled", schedule({ enabled: false })],
    ["without targets", schedule({ targets: [] })],
  ])("%s invokes nothing", async (_, idle) => {
    const { clock, calls } = start([idle]);

    await clock.advance(60 * MINUTE);

    expect(calls).toEqual([]);
  });

  it("ends at close", async () => {
    const { clock, calls, running } = start([schedule()]);
    await clock.advance(MINUTE);

    running.close();
    await clock.advance(60 * MINUTE);

    expect(calls).toHaveLength(1);
  });
});

describe("a cron expression", () => {
  it("is due at its times only, also those that are months away", async () => {
    const expression = { kind: "cron", fields: "30 0 1 * ? *", timezone: "UTC" } as const;
    const { clock, calls } = start([schedule({ expression })]);

    await clock.advance(45 * 24 * 60 * MINUTE);

    expect(calls.map(({ seconds }) => new Date(START + seconds * 1000).toISOString())).toEqual([
      "2026-01-01T00:30:00.000Z",
      "2026-02-01T00:30:00.000Z",
    ]);
  });

  it("that has no time left is let rest", async () => {
    const expression = { kind: "cron", fields: "0 0 1 1 ? 2020", timezone: "UTC" } as const;
    const { clock, calls } = start([schedule({ expression })]);

    await clock.advance(60 * MINUTE);

    expect(calls).toEqual([]);
  });
});

describe("the event", () => {
  const withoutInput = [{ address: "t", functionName: "f", input: undefined }];

  it.each([
    ["aws.events", {}],
    ["aws.scheduler", "{}"],
  ] as const)("of %s without an input is that of AWS", async (source, detail) => {
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

  it("of the Scheduler has its context attributes put in, that of a rule has not", async () => {
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
  });
});
