import { kiteStack } from "./kite";

const one = kiteStack();

describe("a stage of kite", () => {
  const FUNCTION = { function_name: "dev-request-dispatcher" };
  const variables = (stack: typeof one) =>
    (
      stack.one("aws_lambda_function", FUNCTION).environment as {
        variables: Readonly<Record<string, string>>;
      }
    ).variables;

  it.each<[string, unknown, (stack: typeof one) => unknown, unknown]>([
    ["retentionDays", 3, (stack) => variables(stack).RETENTION_DAYS, "3"],
    [
      "retentionDays",
      3,
      (stack) => stack.one("aws_s3_bucket_lifecycle_configuration").rule,
      [expect.objectContaining({ expiration: [{ days: 3 }] })],
    ],
    [
      "allowedOrigins",
      ["https://a.example"],
      (stack) => variables(stack).ALLOWED_ORIGINS,
      '["https://a.example"]',
    ],
    [
      "throttlingRateLimit",
      7,
      (stack) =>
        stack
          .all("aws_apigatewayv2_stage")
          .map(
            (stage) =>
              (stage.default_route_settings as { throttling_rate_limit: number }).throttling_rate_limit,
          ),
      [7, 7],
    ],
    [
      "throttlingBurstLimit",
      9,
      (stack) =>
        stack
          .all("aws_apigatewayv2_stage")
          .map(
            (stage) =>
              (stage.default_route_settings as { throttling_burst_limit: number }).throttling_burst_limit,
          ),
      [9, 9],
    ],
    [
      "logRetentionDays",
      14,
      (stack) => [...new Set(stack.all("aws_cloudwatch_log_group").map((group) => group.retention_in_days))],
      [14],
    ],
    ["memorySizeMb", 1024, (stack) => stack.one("aws_lambda_function", FUNCTION).memory_size, 1024],
    [
      "architecture",
      "x86_64",
      (stack) => stack.one("aws_lambda_function", FUNCTION).architectures,
      ["x86_64"],
    ],
    ["runtime", "nodejs24.x", (stack) => stack.one("aws_lambda_function", FUNCTION).runtime, "nodejs24.x"],
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
      540,
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
      "outboxReservedConcurrency",
      0,
      (stack) =>
        stack.one("aws_lambda_function", { function_name: "dev-outbox" }).reserved_concurrent_executions,
      0,
    ],
    ["frameBurst", 5, (stack) => variables(stack).FRAME_BURST, "5"],
    ["framesPerSecond", 0.5, (stack) => variables(stack).FRAMES_PER_SECOND, "0.5"],
    [
      "wakeUpDelaySeconds",
      4,
      (stack) => stack.one("aws_sqs_queue", { name: "dev-outbox.fifo" }).delay_seconds,
      4,
    ],
    [
      "sweepRateMinutes",
      1,
      (stack) => stack.one("aws_cloudwatch_event_rule").schedule_expression,
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
      (stack) => stack.all("aws_dynamodb_table").map((table) => table.point_in_time_recovery),
      Array(4).fill({ enabled: true }),
    ],
    ["protect", true, (stack) => stack.one("aws_s3_bucket").force_destroy, false],
  ])("honors the setting %s (%j)", (key, value, see, expected) => {
    const stack = kiteStack({ stages: { dev: { [key]: value } } });

    expect(see(stack)).toEqual(expected);
    expect(see(one)).not.toEqual(expected);
  });
});
