/**
 * A synthesized stack with every reference resolved: its functions, APIs, tables, queues, buckets and schedules, named
 * as on AWS.
 */
export interface StackModel {
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionModel[];
  readonly webSocketApis: readonly WebSocketApiModel[];
  readonly httpApis: readonly HttpApiModel[];
  readonly tables: readonly TableModel[];
  readonly queues: readonly QueueModel[];
  readonly eventSourceMappings: readonly EventSourceMappingModel[];
  readonly buckets: readonly BucketModel[];
  readonly schedules: readonly ScheduleModel[];
  readonly invocations: readonly InvocationModel[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resources and settings that are not served, with the reason. They are logged at start. */
  readonly unserved: readonly Unserved[];
}

/** A resource, data source or attribute that is not served. */
export interface Unserved {
  /** The Terraform address, for example `aws_sns_topic.alarms`. */
  readonly address: string;
  /** The reason, as a sentence. */
  readonly reason: string;
}

/** An `aws_lambda_function` with the aliases that point to it. */
export interface FunctionModel {
  readonly address: string;
  readonly functionName: string;
  readonly arn: string;
  readonly version: string;
  /** Names of the `aws_lambda_alias`es. */
  readonly aliases: readonly string[];
  readonly runtime: string;
  readonly handler: string;
  /** Absolute path of the zip file with the code. */
  readonly packagePath: string;
  readonly memorySizeMb: number;
  readonly timeoutSeconds: number;
  /** Reserved concurrency. 0 throttles every invocation. @default - no reservation */
  readonly reservedConcurrentExecutions: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** `aws_apigatewayv2_api` with protocol WEBSOCKET. */
export interface WebSocketApiModel {
  readonly address: string;
  readonly apiId: string;
  readonly name: string;
  /** Route selection expression, for example `$request.body.[0]`. */
  readonly routeSelectionExpression: string;
  readonly routes: readonly WebSocketRouteModel[];
  readonly stages: readonly StageModel[];
}

/** `aws_apigatewayv2_route` of a WebSocket API. */
export interface WebSocketRouteModel {
  readonly address: string;
  readonly routeKey: string;
  readonly integration: IntegrationModel;
  /** True when the route has a `routeResponseSelectionExpression` and an `aws_apigatewayv2_route_response`. */
  readonly twoWay: boolean;
}

/** `aws_apigatewayv2_api` with protocol HTTP. */
export interface HttpApiModel {
  readonly address: string;
  readonly apiId: string;
  readonly name: string;
  /** `cors_configuration`. @default - the functions handle CORS */
  readonly cors: HttpCorsModel | undefined;
  readonly routes: readonly HttpRouteModel[];
  readonly stages: readonly StageModel[];
}

/** CORS configuration of an HTTP API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export interface HttpCorsModel {
  /** Origins, or one of `*`, `http://*`, `https://*`. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number | undefined;
}

/** `aws_apigatewayv2_route` of an HTTP API; the route key is `METHOD /path` or `$default`. */
export interface HttpRouteModel {
  readonly address: string;
  readonly routeKey: string;
  readonly integration: LambdaIntegrationModel;
}

export type IntegrationModel = LambdaIntegrationModel | MockIntegrationModel;

/** Integration type AWS_PROXY. */
export interface LambdaIntegrationModel {
  readonly type: "AWS_PROXY";
  readonly address: string;
  /** As declared. It can contain `${stageVariables.name}`, which depends on the stage. */
  readonly integrationUri: string;
  readonly timeoutMilliseconds: number;
  /** `1.0` or `2.0`. @default - the integration belongs to a WebSocket API */
  readonly payloadFormatVersion: string | undefined;
}

/** Integration type MOCK, with its `aws_apigatewayv2_integration_response`s. */
export interface MockIntegrationModel {
  readonly type: "MOCK";
  readonly address: string;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly templateSelectionExpression: string | undefined;
  readonly responses: readonly IntegrationResponseModel[];
}

export interface IntegrationResponseModel {
  readonly integrationResponseKey: string;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly templateSelectionExpression: string | undefined;
}

/** `aws_apigatewayv2_stage`. */
export interface StageModel {
  readonly address: string;
  readonly name: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Custom domain of the stage, used as `domainName` of events. @default - the host of the request */
  readonly domainName?: string;
  /** Default route settings. @default - no throttling */
  readonly throttling: ThrottlingModel | undefined;
  /** The route settings, by route key. */
  readonly routeThrottling: Readonly<Record<string, ThrottlingModel>>;
}

export interface ThrottlingModel {
  /** Requests per second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** An `aws_dynamodb_table` with its indexes and TTL attribute. */
export interface TableModel {
  readonly address: string;
  readonly tableName: string;
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly attributes: readonly { readonly name: string; readonly type: "S" | "N" | "B" }[];
  readonly globalSecondaryIndexes: readonly IndexModel[];
  readonly localSecondaryIndexes: readonly IndexModel[];
  /** Name of the TTL attribute. */
  readonly timeToLiveAttribute: string | undefined;
}

export interface IndexModel {
  readonly indexName: string;
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly projectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly nonKeyAttributes: readonly string[];
}

/** `aws_sqs_queue`. */
export interface QueueModel {
  readonly address: string;
  readonly queueName: string;
  readonly queueUrl: string;
  readonly arn: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  /** Scope of a deduplication id: the whole queue, or the message group (high throughput). */
  readonly deduplicationScope: "queue" | "messageGroup";
  readonly delaySeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
  /** Default wait time of ReceiveMessage. */
  readonly receiveWaitTimeSeconds: number;
  readonly maximumMessageSizeBytes: number;
  readonly redrive: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined;
}

/** `aws_lambda_event_source_mapping` of a queue. */
export interface EventSourceMappingModel {
  readonly address: string;
  readonly eventSourceArn: string;
  /** A name or ARN, with or without alias. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  /** Maximum of concurrent invocations (`scaling_config`), 2 to 1000. @default - no maximum */
  readonly maximumConcurrency: number | undefined;
  readonly enabled: boolean;
}

/** An `aws_s3_bucket` with its CORS and lifecycle configurations. */
export interface BucketModel {
  readonly address: string;
  readonly bucketName: string;
  readonly arn: string;
  /** In the order of the configuration. The first rule that matches a request applies. */
  readonly corsRules: readonly CorsRuleModel[];
  /** The enabled lifecycle rules that expire objects. */
  readonly expirationRules: readonly ExpirationRuleModel[];
}

/** `cors_rule`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface CorsRuleModel {
  /** `*`, or origins with at most one `*` each, for example `https://*.example.com`. */
  readonly allowedOrigins: readonly string[];
  /** `GET`, `PUT`, `POST`, `DELETE` or `HEAD`. */
  readonly allowedMethods: readonly string[];
  /** Names of request headers, with at most one `*` each. */
  readonly allowedHeaders: readonly string[];
  /** Response headers that a page may read. */
  readonly exposeHeaders: readonly string[];
  /** Time in which a browser may cache a preflight response. @default - not set by the rule */
  readonly maxAgeSeconds: number | undefined;
}

/** A `rule` that expires objects by age. */
export interface ExpirationRuleModel {
  /** Prefix of the keys that expire; empty for all keys. */
  readonly prefix: string;
  readonly days: number;
}

/** `aws_cloudwatch_event_rule` with a schedule and its `aws_cloudwatch_event_target`s, or `aws_scheduler_schedule`. */
export interface ScheduleModel {
  readonly address: string;
  readonly arn: string;
  /** `source` of the events, which names the service: EventBridge rules or EventBridge Scheduler. */
  readonly source: "aws.events" | "aws.scheduler";
  readonly expression: ScheduleExpressionModel;
  readonly enabled: boolean;
  readonly targets: readonly ScheduleTargetModel[];
}

/** `rate(…)` or `cron(…)`. */
export type ScheduleExpressionModel =
  | { readonly kind: "rate"; readonly periodSeconds: number }
  | {
      readonly kind: "cron";
      /** The six fields of AWS: minutes, hours, day of month, month, day of week, year. */
      readonly fields: string;
      /** An IANA name. */
      readonly timezone: string;
    };

/** A function that a schedule invokes. */
export interface ScheduleTargetModel {
  readonly address: string;
  /** A name or ARN, with or without alias. */
  readonly functionName: string;
  /** JSON text of the event. @default - the default event of AWS */
  readonly input: string | undefined;
}

/** `aws_lambda_invocation`: the provider invokes the function at create and, with scope CRUD, at update and destroy. */
export interface InvocationModel {
  readonly address: string;
  /** A name or ARN. */
  readonly functionName: string;
  readonly qualifier: string;
  /** The JSON text of the event. */
  readonly input: string;
  readonly lifecycleScope: "CREATE_ONLY" | "CRUD";
  /** The key under which the provider adds `{ action, prev_input }` to the event (scope CRUD only). */
  readonly terraformKey: string;
}
