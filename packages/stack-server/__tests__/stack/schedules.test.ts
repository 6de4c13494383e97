import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { readStack, StackError } from "../../src/stack/read-stack";
import { addFunction } from "./sample-stack";
import { context, synthesize, writeStack } from "./synthesize";

const provider = { aws: [{ region: "eu-central-1" }] };
const lambda = {
  function_name: "echo",
  filename: "code.zip",
  handler: "index.handler",
  runtime: "nodejs22.x",
};
const arn = "${aws_lambda_function.echo.arn}";

function read(rule: Record<string, unknown>, target: Record<string, unknown> = {}) {
  return readStack(
    writeStack({
      provider,
      resource: {
        aws_lambda_function: { echo: lambda },
        aws_cloudwatch_event_rule: { rule: { name: "sweep", schedule_expression: "rate(1 hour)", ...rule } },
        aws_cloudwatch_event_target: {
          target: { rule: "${aws_cloudwatch_event_rule.rule.name}", arn, ...target },
        },
      },
    }),
    context,
  );
}

describe("a schedule", () => {
  it("is read from a rule with its targets, and from the Scheduler", () => {
    const directory = synthesize((stack) => {
      const { alias } = addFunction(stack);
      const rule = new CloudwatchEventRule(stack, "rule", {
        name: "dev-sweep",
        description: "Sweeps",
        scheduleExpression: "rate(5 minutes)",
      });
      new CloudwatchEventTarget(stack, "target", {
        rule: rule.name,
        targetId: "outbox",
        arn: alias.arn,
        input: JSON.stringify({ sweep: true }),
      });
      new SchedulerSchedule(stack, "noon", {
        name: "noon",
        scheduleExpression: "cron(0 12 ? * MON-FRI *)",
        scheduleExpressionTimezone: "Europe/Berlin",
        state: "DISABLED",
        flexibleTimeWindow: { mode: "OFF" },
        target: { arn: alias.arn, roleArn: "arn:aws:iam::123456789012:role/scheduler" },
      });
    });

    const { schedules, unserved } = readStack(directory, context);

    const functionName = "arn:aws:lambda:eu-central-1:123456789012:function:dev-echo:live";
    expect(schedules).toEqual([
      {
        address: "aws_cloudwatch_event_rule.rule",
        arn: "arn:aws:events:eu-central-1:123456789012:rule/dev-sweep",
        source: "aws.events",
        expression: { kind: "rate", periodSeconds: 300 },
        enabled: true,
        targets: [{ address: "aws_cloudwatch_event_target.target", functionName, input: '{"sweep":true}' }],
      },
      {
        address: "aws_scheduler_schedule.noon",
        arn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/noon",
        source: "aws.scheduler",
        expression: { kind: "cron", fields: "0 12 ? * MON-FRI *", timezone: "Europe/Berlin" },
        enabled: false,
        targets: [{ address: "aws_scheduler_schedule.noon", functionName, input: undefined }],
      },
    ]);
    expect(unserved).toEqual([]);
  });

  it.each([
    ["rate(1 minute)", 60],
    ["rate(2 hours)", 7200],
    ["rate(1 day)", 86_400],
  ])("of %s has a period of %d seconds", (schedule_expression, periodSeconds) => {
    expect(read({ schedule_expression }).schedules[0]?.expression).toEqual({ kind: "rate", periodSeconds });
  });

  it.each([
    ["rate(1 minutes)"],
    ["rate(5 minute)"],
    ["rate(0 minutes)"],
    ["rate(5 seconds)"],
    ["rate(-1 days)"],
    ["every hour"],
    ["cron(0 10 * * *)"],
    ["cron(0 10 * * * *)"],
    ["cron(0 10 ? * ? *)"],
    ["cron(61 10 * * ? *)"],
  ])("of %s is rejected", (schedule_expression) => {
    expect(() => read({ schedule_expression })).toThrow(StackError);
    expect(() => read({ schedule_expression })).toThrow("`schedule_expression`");
  });

  it.each([
    ["for one time", { schedule_expression: "at(2030-01-01T00:00:00)" }],
    ["of events", { schedule_expression: null, event_pattern: "{}" }],
  ])("%s is not served, and its targets are not invoked", (_, rule) => {
    const { schedules, unserved } = read(rule);

    expect(schedules).toEqual([]);
    expect(unserved.map(({ address }) => address)).toEqual([
      "aws_cloudwatch_event_rule.rule",
      "aws_cloudwatch_event_target.target",
    ]);
  });

  it.each([
    [{ state: "DISABLED" }, false],
    [{ is_enabled: false }, false],
    [{ state: "ENABLED" }, true],
    [{}, true],
  ])("with %j is enabled: %s", (rule, enabled) => {
    expect(read(rule).schedules[0]?.enabled).toBe(enabled);
  });

  it.each([
    [
      "an input transformer",
      { input_transformer: [{ input_template: "1" }] },
      "`input_transformer` is not supported",
    ],
    ["an input path", { input_path: "$.detail" }, "`input_path` is not supported"],
    [
      "a queue",
      { arn: "arn:aws:sqs:eu-central-1:123456789012:q" },
      "only functions are supported as targets",
    ],
    ["an input that is not JSON", { input: "{" }, "`input`: expected JSON"],
  ])("is not served with %s, and the reason is logged", (_, target, reason) => {
    const { schedules, unserved } = read({}, target);

    expect(schedules[0]?.targets).toEqual([]);
    expect(unserved).toEqual([
      { address: "aws_cloudwatch_event_target.target", reason: expect.stringContaining(reason) },
    ]);
  });

  it.each([
    [{ rule: "none" }, "the stack has no rule `none`"],
    [{ arn: `${arn}:none` }, "none"],
  ])("with the target %j is rejected", (target, message) => {
    expect(() => read({}, target)).toThrow(StackError);
    expect(() => read({}, target)).toThrow(message);
  });
});
