import { existsSync } from "node:fs";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Fn } from "cdktf";
import { readStack } from "../../src/stack/read-stack";
import { addFunction, addStage, addWebSocketApi } from "./sample-stack";
import { context, synthesize } from "./synthesize";

describe("readStack", () => {
  it("reads a function with its environment, alias and package", () => {
    const directory = synthesize((stack) => addFunction(stack));

    const { functions, region, accountId, unserved } = readStack(directory, context);

    expect({ region, accountId }).toEqual({ region: "eu-central-1", accountId: "123456789012" });
    expect(functions).toEqual([
      {
        address: "aws_lambda_function.echo",
        functionName: "dev-echo",
        arn: "arn:aws:lambda:eu-central-1:123456789012:function:dev-echo",
        version: "1",
        aliases: ["live"],
        runtime: "nodejs22.x",
        handler: "index.handler",
        packagePath: expect.stringContaining(directory),
        memorySizeMb: 512,
        timeoutSeconds: 10,
        reservedConcurrentExecutions: undefined,
        environment: {
          REGION: "eu-central-1",
          BUCKET: expect.stringMatching(/^dev-files-[a-z0-9]{26}$/),
          ORIGINS: '["*","https://${not-evaluated}"]',
          COUNT: "5",
        },
      },
    ]);
    expect(existsSync(functions[0]?.packagePath ?? "")).toBe(true);
    expect(unserved).toEqual([]);
  });

  it("reads a WebSocket API with routes, integrations, responses and stages", () => {
    const directory = synthesize((stack) => {
      const { lambda } = addFunction(stack);
      addStage(stack, "dev", addWebSocketApi(stack, lambda));
    });

    const { webSocketApis, httpApis, outputs } = readStack(directory, context);

    const proxy = {
      type: "AWS_PROXY",
      address: "aws_apigatewayv2_integration.ws-proxy",
      integrationUri:
        "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/" +
        "arn:aws:lambda:eu-central-1:123456789012:function:dev-echo:${stageVariables.function}/invocations",
      timeoutMilliseconds: 29_000,
      payloadFormatVersion: undefined,
    };
    expect(httpApis).toEqual([]);
    expect(outputs).toEqual({ "dev-url": "ws://localhost:3000/dev" });
    expect(webSocketApis).toEqual([
      {
        address: "aws_apigatewayv2_api.ws",
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
        name: "sample",
        routeSelectionExpression: "$request.body.[0]",
        routes: [
          {
            address: "aws_apigatewayv2_route.connect",
            routeKey: "$connect",
            integration: proxy,
            twoWay: false,
          },
          {
            address: "aws_apigatewayv2_route.default",
            routeKey: "$default",
            integration: proxy,
            twoWay: true,
          },
          {
            address: "aws_apigatewayv2_route.ping",
            routeKey: "PING",
            twoWay: false,
            integration: {
              type: "MOCK",
              address: "aws_apigatewayv2_integration.ws-mock",
              requestTemplates: { "200": '{"statusCode":200}' },
              templateSelectionExpression: "200",
              responses: [
                {
                  integrationResponseKey: "/200/",
                  responseTemplates: { "200": '["PONG"]' },
                  templateSelectionExpression: "200",
                },
              ],
            },
          },
        ],
        stages: [
          {
            address: "aws_apigatewayv2_stage.dev",
            name: "dev",
            stageVariables: { function: "live" },
            throttling: { rateLimit: 500, burstLimit: 1000 },
            routeThrottling: { PING: { rateLimit: 5, burstLimit: 0 } },
          },
        ],
      },
    ]);
  });

  it("reads an HTTP API with the defaults of HTTP APIs", () => {
    const directory = synthesize((stack) => {
      const { alias } = addFunction(stack);
      const api = new Apigatewayv2Api(stack, "http", { name: "web", protocolType: "HTTP" });
      const proxy = new Apigatewayv2Integration(stack, "proxy", {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationUri: alias.invokeArn,
        payloadFormatVersion: "2.0",
      });
      new Apigatewayv2Route(stack, "tg", {
        apiId: api.id,
        routeKey: "POST /tg",
        target: `integrations/${proxy.id}`,
      });
      addStage(stack, "dev", api);
    });

    const { webSocketApis, httpApis, outputs } = readStack(directory, context);

    expect(webSocketApis).toEqual([]);
    expect(outputs).toEqual({ "dev-url": "http://localhost:3000/dev" });
    expect(httpApis[0]?.routes).toEqual([
      {
        address: "aws_apigatewayv2_route.tg",
        routeKey: "POST /tg",
        integration: {
          type: "AWS_PROXY",
          address: "aws_apigatewayv2_integration.proxy",
          integrationUri: expect.stringContaining(":function:dev-echo:live/invocations"),
          timeoutMilliseconds: 30_000,
          payloadFormatVersion: "2.0",
        },
      },
    ]);
  });

  it("reads a table with its indexes", () => {
    const directory = synthesize((stack) => {
      new DynamodbTable(stack, "messages", {
        name: "dev.Messages",
        billingMode: "PAY_PER_REQUEST",
        hashKey: "conversation",
        rangeKey: "messageKey",
        attribute: ["conversation", "messageKey", "order", "waitsFor"].map((name) => ({ name, type: "S" })),
        localSecondaryIndex: [{ name: "timeline", rangeKey: "order", projectionType: "KEYS_ONLY" }],
        globalSecondaryIndex: [
          { name: "waiting", hashKey: "waitsFor", rangeKey: "order", projectionType: "ALL" },
        ],
        ttl: { attributeName: "expiresAt", enabled: true },
      });
    });

    const { tables, unserved } = readStack(directory, context);

    expect(unserved).toEqual([]);
    expect(tables).toEqual([
      {
        address: "aws_dynamodb_table.messages",
        tableName: "dev.Messages",
        hashKey: "conversation",
        rangeKey: "messageKey",
        attributes: ["conversation", "messageKey", "order", "waitsFor"].map((name) => ({ name, type: "S" })),
        localSecondaryIndexes: [
          {
            indexName: "timeline",
            hashKey: "conversation",
            rangeKey: "order",
            projectionType: "KEYS_ONLY",
            nonKeyAttributes: [],
          },
        ],
        globalSecondaryIndexes: [
          {
            indexName: "waiting",
            hashKey: "waitsFor",
            rangeKey: "order",
            projectionType: "ALL",
            nonKeyAttributes: [],
          },
        ],
        timeToLiveAttribute: "expiresAt",
      },
    ]);
  });

  it("reads queues, event source mappings and invocations", () => {
    const directory = synthesize((stack) => {
      const { lambda, alias } = addFunction(stack);
      const dead = new SqsQueue(stack, "dead", { name: "dev-dead.fifo", fifoQueue: true });
      const outbox = new SqsQueue(stack, "outbox", {
        name: "dev-outbox.fifo",
        fifoQueue: true,
        deduplicationScope: "messageGroup",
        fifoThroughputLimit: "perMessageGroupId",
        delaySeconds: 1,
        visibilityTimeoutSeconds: 60,
        messageRetentionSeconds: 1_209_600,
        redrivePolicy: Fn.jsonencode({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1000 }),
      });
      new LambdaEventSourceMapping(stack, "wake", {
        eventSourceArn: outbox.arn,
        functionName: alias.arn,
        scalingConfig: { maximumConcurrency: 50 },
        functionResponseTypes: ["ReportBatchItemFailures"],
      });
      new LambdaInvocation(stack, "lifecycle", {
        functionName: lambda.functionName,
        qualifier: alias.name,
        lifecycleScope: "CRUD",
        input: Fn.jsonencode({ webhookUrl: outbox.url }),
      });
    });

    const stack = readStack(directory, context);

    expect(stack.queues.map(({ queueName }) => queueName)).toEqual(["dev-dead.fifo", "dev-outbox.fifo"]);
    expect(stack.queues[1]).toEqual({
      address: "aws_sqs_queue.outbox",
      queueName: "dev-outbox.fifo",
      queueUrl: "http://127.0.0.1:4566/123456789012/dev-outbox.fifo",
      arn: "arn:aws:sqs:eu-central-1:123456789012:dev-outbox.fifo",
      fifo: true,
      contentBasedDeduplication: false,
      deduplicationScope: "messageGroup",
      delaySeconds: 1,
      visibilityTimeoutSeconds: 60,
      messageRetentionSeconds: 1_209_600,
      receiveWaitTimeSeconds: 0,
      maximumMessageSizeBytes: 262_144,
      redrive: {
        deadLetterTargetArn: "arn:aws:sqs:eu-central-1:123456789012:dev-dead.fifo",
        maxReceiveCount: 1000,
      },
    });
    expect(stack.eventSourceMappings).toEqual([
      {
        address: "aws_lambda_event_source_mapping.wake",
        eventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:dev-outbox.fifo",
        functionName: "arn:aws:lambda:eu-central-1:123456789012:function:dev-echo:live",
        batchSize: 10,
        maximumBatchingWindowSeconds: 0,
        reportBatchItemFailures: true,
        maximumConcurrency: 50,
        enabled: true,
      },
    ]);
    expect(stack.invocations).toEqual([
      {
        address: "aws_lambda_invocation.lifecycle",
        functionName: "dev-echo",
        qualifier: "live",
        input: '{"webhookUrl":"http://127.0.0.1:4566/123456789012/dev-outbox.fifo"}',
        lifecycleScope: "CRUD",
        terraformKey: "tf",
      },
    ]);
  });

  it("generates the same ids each time", () => {
    const directory = synthesize((stack) => addWebSocketApi(stack, addFunction(stack).lambda));

    const [first, second] = [readStack(directory, context), readStack(directory, context)];

    expect(second).toEqual(first);
  });
});
