import { kiteStack } from "../stacks/kite";

const stack = kiteStack();

const stageOf = (api: "WebSocketStage" | "HttpStage") =>
  Object.entries(stack.byId("aws_apigatewayv2_stage")).find(([id]) => id.includes(api))?.[1] ?? {};

describe("WebsocketStage", () => {
  it("logs requests as JSON and execution errors, but no message content", () => {
    const stage = stageOf("WebSocketStage");
    const { destination_arn, format } = stage.access_log_settings as {
      destination_arn: string;
      format: string;
    };

    expect(stage.default_route_settings).toEqual({
      throttling_rate_limit: 500,
      throttling_burst_limit: 1000,
      logging_level: "ERROR",
      data_trace_enabled: false,
      detailed_metrics_enabled: true,
    });
    expect(destination_arn).toMatch(
      /^\$\{aws_cloudwatch_log_group\.dev_WebSocketStage_AccessLogs_\w+\.arn\}$/,
    );
    expect(Object.values(JSON.parse(format) as object)).toEqual(
      expect.arrayContaining(["$context.connectionId", "$context.routeKey", "$context.status"]),
    );
  });

  it("throttles PING separately, and uses the settings of all routes otherwise", () => {
    const stage = stageOf("WebSocketStage");

    expect(stage.route_settings).toEqual([
      {
        route_key: "PING",
        throttling_rate_limit: 100,
        throttling_burst_limit: 200,
        logging_level: "ERROR",
        data_trace_enabled: false,
        detailed_metrics_enabled: true,
      },
    ]);
    expect(stack.all("aws_apigatewayv2_route").map(({ route_key }) => route_key)).toContain("PING");
    expect(stageOf("HttpStage")).not.toHaveProperty("route_settings");
  });

  it("declares the log group of its execution logs before API Gateway would create the group", () => {
    const { depends_on } = stageOf("WebSocketStage");
    const groups = stack.all("aws_cloudwatch_log_group").map(({ name }) => String(name));

    expect(groups.filter((name) => name.startsWith("/aws/apigateway/"))).toEqual([
      expect.stringMatching(/^\/aws\/apigateway\/\$\{aws_apigatewayv2_api\.WebSocketApi_\w+\.id\}\/dev$/),
    ]);
    expect(depends_on).toContainEqual(expect.stringMatching(/^aws_cloudwatch_log_group\..*ExecutionLogs/));
  });

  it("serves the API's deployment, and has the name of its function as text", () => {
    const stage = stageOf("WebSocketStage");

    expect(stage.deployment_id).toMatch(
      /^\$\{aws_apigatewayv2_deployment\.WebSocketApi_Deployment_\w+\.id\}$/,
    );
    expect(stage.stage_variables).toEqual({ function: "dev-request-dispatcher:live" });
    expect(stage).not.toHaveProperty("auto_deploy");
  });
});

describe("HttpStage", () => {
  it("is deployed automatically, with the function and the throttling of the WebSocket stage", () => {
    const stage = stageOf("HttpStage");

    expect(stage).toMatchObject({
      name: "dev",
      auto_deploy: true,
      stage_variables: { function: "dev-request-dispatcher:live" },
      default_route_settings: { throttling_rate_limit: 500, throttling_burst_limit: 1000 },
    });
    // Only WebSocket APIs have execution logs.
    expect(stage.default_route_settings).not.toHaveProperty("logging_level");
  });
});

describe("HttpApi", () => {
  it("has routes for the webhook, the files and the widget, with payload format 2.0, and no CORS configuration", () => {
    const routes = stack.all("aws_apigatewayv2_route").map(({ route_key }) => route_key);
    const api = stack.one("aws_apigatewayv2_api", { protocol_type: "HTTP" });

    expect(routes).toEqual(expect.arrayContaining(["POST /tg", "GET /tg", "GET /files/{key+}"]));
    expect(
      stack
        .all("aws_apigatewayv2_integration")
        .filter(({ payload_format_version }) => payload_format_version === "2.0"),
    ).toMatchObject(
      ["function", "widget"].map((variable) => ({
        integration_type: "AWS_PROXY",
        integration_method: "POST",
        integration_uri: expect.stringContaining(`$\${stageVariables.${variable}}`),
      })),
    );
    expect(api).not.toHaveProperty("cors_configuration");
  });
});

describe("OutboxQueue", () => {
  it("is a high-throughput FIFO queue with a delay of a second and a retention of 14 days", () => {
    const queue = stack.one("aws_sqs_queue", { name: "dev-outbox.fifo" });

    expect(queue).toMatchObject({
      fifo_queue: true,
      deduplication_scope: "messageGroup",
      fifo_throughput_limit: "perMessageGroupId",
      content_based_deduplication: false,
      delay_seconds: 1,
      message_retention_seconds: 1_209_600,
      visibility_timeout_seconds: 60,
      sqs_managed_sse_enabled: true,
    });
    expect(queue.redrive_policy).toMatch(
      /^\{"deadLetterTargetArn":"\$\{aws_sqs_queue\.dev_Outbox_DeadLetters_\w+\.arn\}","maxReceiveCount":1000\}$/,
    );
  });

  it.each(["dev-outbox-dead-letters.fifo", "dev-outbox-undeliverable.fifo"])(
    "retains messages in the FIFO queue %s for 14 days",
    (name) => {
      const queue = stack.one("aws_sqs_queue", { name });

      expect(queue).toMatchObject({ fifo_queue: true, message_retention_seconds: 1_209_600 });
      expect(queue).not.toHaveProperty("redrive_policy");
    },
  );

  it("allows the outbox to send to the queue of undeliverable messages, but not to the dead letters", () => {
    const policies = JSON.stringify(stack.all("aws_iam_role_policy"));

    expect(policies).toMatch(/SendUndeliverable[^}]*\$\{aws_sqs_queue\.dev_Outbox_Undeliverable_\w+\.arn\}/);
    expect(policies).not.toContain("dev_Outbox_DeadLetters_");
  });

  it("hides a notification for longer than the function's timeout", () => {
    const { timeout } = stack.one("aws_lambda_function", { function_name: "dev-outbox" });

    expect(timeout).toBe(45);
  });

  it("invokes the outbox with single notifications, at most 50 at a time, without reserved concurrency", () => {
    const mapping = stack.one("aws_lambda_event_source_mapping");

    expect(stack.one("aws_lambda_function", { function_name: "dev-outbox" })).not.toHaveProperty(
      "reserved_concurrent_executions",
    );
    expect(mapping).toMatchObject({
      batch_size: 1,
      scaling_config: { maximum_concurrency: 50 },
      function_response_types: ["ReportBatchItemFailures"],
      event_source_arn: expect.stringMatching(/^\$\{aws_sqs_queue\.dev_Outbox_Queue_\w+\.arn\}$/),
      function_name: expect.stringMatching(/^\$\{aws_lambda_alias\.dev_outbox_Alias_\w+\.arn\}$/),
    });
    expect(mapping).not.toHaveProperty("maximum_batching_window_in_seconds");
  });
});

describe("SweepSchedule", () => {
  it("starts the sweep every five minutes", () => {
    expect(stack.one("aws_cloudwatch_event_rule")).toMatchObject({ schedule_expression: "rate(5 minutes)" });
    expect(stack.one("aws_cloudwatch_event_target")).toMatchObject({
      input: '{"sweep":true}',
      arn: expect.stringMatching(/^\$\{aws_lambda_alias\.dev_outbox_Alias_\w+\.arn\}$/),
    });
  });
});

describe("FilesBucket", () => {
  it("blocks public access, is encrypted, and rejects requests without TLS", () => {
    const { policy, depends_on } = stack.one("aws_s3_bucket_policy");
    const { Statement } = JSON.parse(String(policy)) as { Statement: unknown[] };

    expect(stack.one("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.one("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(Statement).toEqual([
      expect.objectContaining({
        Effect: "Deny",
        Principal: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ]);
    expect(depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_public_access_block\./)]);
  });

  it("expires files and abandoned uploads", () => {
    expect(stack.one("aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      { id: "retention", status: "Enabled", filter: [{ prefix: "files/" }], expiration: [{ days: 7 }] },
      {
        id: "left-uploads",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
  });

  it("allows reads from every page, and uploads only from the allowed origins and the API's own page", () => {
    const own = kiteStack({ stages: { dev: { allowedOrigins: ["https://a.example"] } } });

    expect(own.one("aws_s3_bucket_cors_configuration").cors_rule).toEqual([
      { allowed_methods: ["GET", "HEAD"], allowed_origins: ["*"] },
      {
        allowed_methods: ["PUT"],
        allowed_origins: [
          "https://a.example",
          expect.stringMatching(/^\$\{aws_apigatewayv2_api\.HttpApi_\w+\.api_endpoint\}$/),
        ],
        allowed_headers: ["content-type"],
      },
    ]);
  });
});
