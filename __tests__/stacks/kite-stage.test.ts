import { deploymentOptions } from "../../settings/deployment-options";
import type { Attributes, Synthesized } from "../constructs/synthesized";
import { kiteStack, ownCode } from "./kite";

const one = kiteStack({ ...ownCode, prodStage: true });

describe("a stage of kite", () => {
  const FUNCTION = { function_name: "dev-request-dispatcher" };
  const OUTBOX = { function_name: "dev-outbox" };
  const variables = (stack: typeof one, of = FUNCTION) =>
    (
      stack.one("aws_lambda_function", of).environment as {
        variables: Readonly<Record<string, string>>;
      }
    ).variables;

  const alarm = (what: string) => (stack: typeof one) =>
    stack.one("aws_cloudwatch_metric_alarm", { alarm_name: `kite-dev-${what}` }).threshold;

  const attribute = (role: string, name: string) => (stack: typeof one) =>
    stack.one("aws_lambda_function", { function_name: `dev-${role}` })[name];

  /** A key, a value other than its default, a function that reads the attribute, and the expected attribute. */
  const ROWS: readonly [string, unknown, (stack: typeof one) => unknown, unknown][] = [
    ["retentionDays", 3, (stack) => variables(stack).RETENTION_DAYS, "3"],
    [
      "retentionDays",
      3,
      (stack) => ofDev(stack, "aws_s3_bucket_lifecycle_configuration").map(({ rule }) => rule)[0],
      expect.arrayContaining([expect.objectContaining({ expiration: [{ days: 3 }] })]),
    ],
    [
      "allowedOrigins",
      ["https://a.example"],
      (stack) => variables(stack).ALLOWED_ORIGINS,
      expect.stringMatching(
        /^\["https:\/\/a\.example","\$\{aws_apigatewayv2_api\.HttpApi_\w+\.api_endpoint\}"\]$/,
      ),
    ],
    [
      "throttlingRateLimit",
      7,
      (stack) =>
        ofDev(stack, "aws_apigatewayv2_stage").map(
          (stage) =>
            (stage.default_route_settings as { throttling_rate_limit: number }).throttling_rate_limit,
        ),
      [7, 7],
    ],
    [
      "throttlingBurstLimit",
      9,
      (stack) =>
        ofDev(stack, "aws_apigatewayv2_stage").map(
          (stage) =>
            (stage.default_route_settings as { throttling_burst_limit: number }).throttling_burst_limit,
        ),
      [9, 9],
    ],
    ["pingThrottlingRateLimit", 7, (stack) => pingSettings(stack).map((it) => it.throttling_rate_limit), [7]],
    [
      "pingThrottlingBurstLimit",
      9,
      (stack) => pingSettings(stack).map((it) => it.throttling_burst_limit),
      [9],
    ],
    [
      "logRetentionDays",
      14,
      (stack) => [
        ...new Set(ofDev(stack, "aws_cloudwatch_log_group").map((group) => group.retention_in_days)),
      ],
      [14],
    ],
    ["dispatcherMemorySizeMb", 1024, (stack) => stack.one("aws_lambda_function", FUNCTION).memory_size, 1024],
    [
      "outboxMemorySizeMb",
      1024,
      (stack) => stack.one("aws_lambda_function", { function_name: "dev-outbox" }).memory_size,
      1024,
    ],
    [
      "lifecycleMemorySizeMb",
      1024,
      (stack) => stack.one("aws_lambda_function", { function_name: "dev-lifecycle-handler" }).memory_size,
      1024,
    ],
    [
      "architecture",
      "x86_64",
      (stack) => stack.one("aws_lambda_function", FUNCTION).architectures,
      ["x86_64"],
    ],
    ["dispatcherRuntime", "nodejs24.x", attribute("request-dispatcher", "runtime"), "nodejs24.x"],
    ["outboxRuntime", "nodejs24.x", attribute("outbox", "runtime"), "nodejs24.x"],
    ["lifecycleRuntime", "nodejs24.x", attribute("lifecycle-handler", "runtime"), "nodejs24.x"],
    ["widgetRuntime", "nodejs24.x", attribute("widget", "runtime"), "nodejs24.x"],
    ["widgetHandler", "bootstrap", attribute("widget", "handler"), "bootstrap"],
    ["widgetMemorySizeMb", 512, attribute("widget", "memory_size"), 512],
    ["widgetReservedConcurrency", 4, attribute("widget", "reserved_concurrent_executions"), 4],
    ["dispatcherTimeoutSeconds", 9, (stack) => stack.one("aws_lambda_function", FUNCTION).timeout, 9],
    [
      "outboxTimeoutSeconds",
      90,
      (stack) => stack.one("aws_lambda_function", { function_name: "dev-outbox" }).timeout,
      90,
    ],
    [
      "outboxTimeoutSeconds",
      90,
      (stack) => stack.one("aws_sqs_queue", { name: "dev-outbox.fifo" }).visibility_timeout_seconds,
      105,
    ],
    [
      "lifecycleTimeoutSeconds",
      120,
      (stack) => stack.one("aws_lambda_function", { function_name: "dev-lifecycle-handler" }).timeout,
      120,
    ],
    [
      "dispatcherReservedConcurrency",
      40,
      (stack) => stack.one("aws_lambda_function", FUNCTION).reserved_concurrent_executions,
      40,
    ],
    [
      "outboxMaximumConcurrency",
      7,
      (stack) => ofDev(stack, "aws_lambda_event_source_mapping").map(({ scaling_config }) => scaling_config),
      [{ maximum_concurrency: 7 }],
    ],
    ["frameBurst", 5, (stack) => variables(stack).FRAME_BURST, "5"],
    ["framesPerSecond", 0.5, (stack) => variables(stack).FRAMES_PER_SECOND, "0.5"],
    ["messagesPerDay", 7, (stack) => variables(stack).MESSAGES_PER_DAY, "7"],
    ["messagesPerDay", 7, (stack) => variables(stack, OUTBOX).MESSAGES_PER_DAY, "7"],
    [
      "wakeUpDelaySeconds",
      4,
      (stack) => stack.one("aws_sqs_queue", { name: "dev-outbox.fifo" }).delay_seconds,
      4,
    ],
    [
      "sweepRateMinutes",
      1,
      (stack) => stack.one("aws_cloudwatch_event_rule", { name: "dev-outbox-sweep" }).schedule_expression,
      "rate(1 minute)",
    ],
    [
      "telegramApiRoot",
      "http://10.0.0.1:81",
      (stack) => variables(stack).TELEGRAM_API_ROOT,
      "http://10.0.0.1:81",
    ],
    [
      "webSocketCallbackUrl",
      "http://emulator:4566/{apiId}/dev",
      (stack) => String(variables(stack).WEBSOCKET_CALLBACK_URL).replace(/\$\{.*\}/, "<id>"),
      "http://emulator:4566/<id>/dev",
    ],
    [
      "pointInTimeRecovery",
      true,
      (stack) => ofDev(stack, "aws_dynamodb_table").map((table) => table.point_in_time_recovery),
      Array(4).fill({ enabled: true }),
    ],
    [
      "protect",
      true,
      (stack) => stack.one("aws_s3_bucket", { bucket_prefix: "kite-dev-files-" }).force_destroy,
      false,
    ],
    [
      "protect",
      true,
      (stack) => stack.one("aws_dynamodb_table", { name: "dev.Members" }).deletion_protection_enabled,
      true,
    ],
    ["dispatcherHandler", "bootstrap", attribute("request-dispatcher", "handler"), "bootstrap"],
    ["outboxHandler", "bootstrap", attribute("outbox", "handler"), "bootstrap"],
    ["lifecycleHandler", "bootstrap", attribute("lifecycle-handler", "handler"), "bootstrap"],
  ];

  /** The same for the keys of `alarms`. */
  const ALARM_ROWS: typeof ROWS = [
    ["enabled", false, (stack) => namesOf(stack, "aws_cloudwatch_metric_alarm", /^kite-dev-/), []],
    ["lambdaErrors", 7, alarm("request-dispatcher-errors"), 7],
    ["lambdaThrottles", 7, alarm("outbox-throttles"), 7],
    ["durationPercent", 50, alarm("outbox-duration"), 22_500],
    ["http5xx", 7, alarm("http-5xx"), 7],
    ["webSocketExecutionErrors", 7, alarm("websocket-execution-errors"), 7],
    ["oldestMessageSeconds", 60, alarm("oldest-message"), 60],
    ["deliveriesNeedingAttention", 7, alarm("deliveries-needing-attention"), 7],
    ["dynamoDbThrottles", 7, alarm("dynamodb-throttles"), 7],
  ];

  it.each([
    ...ROWS.map(([key, value, ...rest]) => [key, { [key]: value }, ...rest] as const),
    ...ALARM_ROWS.map(
      ([key, value, ...rest]) => [`alarms.${key}`, { alarms: { [key]: value } }, ...rest] as const,
    ),
  ])("honors the setting %s (%j), and does not change the other stage", (_key, dev, see, expected) => {
    const stack = kiteStack({ ...ownCode, prodStage: true, stages: { dev } });

    expect(see(stack)).toEqual(expected);
    expect(see(one)).not.toEqual(expected);
    expect(partsOfProd(stack)).toEqual(partsOfProd(one));
  });

  it("has a test for every key of a stage", () => {
    const { alarms, ...keys } = deploymentOptions.stages.options.dev.options;

    const tried = new Set(ROWS.map(([key]) => key));

    expect([...tried].sort()).toEqual(Object.keys(keys).sort());
    expect(ALARM_ROWS.map(([key]) => key).sort()).toEqual(Object.keys(alarms.options).sort());
  });
});

function ofDev(stack: Synthesized, type: string): readonly Attributes[] {
  return Object.entries(stack.byId(type))
    .filter(([id]) => id.startsWith("dev_"))
    .map(([, attributes]) => attributes);
}

/** Returns the route settings of the stage dev. */
function pingSettings(stack: Synthesized): readonly Attributes[] {
  return ofDev(stack, "aws_apigatewayv2_stage").flatMap(
    ({ route_settings }) => (route_settings ?? []) as readonly Attributes[],
  );
}

function namesOf(stack: Synthesized, type: string, pattern: RegExp): readonly string[] {
  return stack
    .all(type)
    .map(({ alarm_name }) => String(alarm_name))
    .filter((name) => pattern.test(name));
}

/** Returns all resources of the stage prod, by address. */
function partsOfProd(stack: Synthesized): Readonly<Record<string, Attributes>> {
  const all = stack.types.flatMap((type) =>
    Object.entries(stack.byId(type)).map(([id, attributes]) => [`${type}.${id}`, attributes] as const),
  );
  return Object.fromEntries(all.filter(([address]) => address.includes(".prod_")));
}
