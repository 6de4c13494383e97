/**
 * Options of a stage. {@link KiteStackProps} takes them for all stages, and its `dev` and `prod` for one of them.
 * Defaults are those of `settings/stage-schema.ts`; a test compares the two.
 */
export interface StageProps {
  /**
   * Runtime of the main Lambda, the dispatcher, for example `provided.al2023` or `java21`.
   * @default "nodejs22.x"
   */
  readonly runtime?: string | undefined;
  /**
   * What the runtime of the main Lambda calls.
   * @default "index.handler"
   */
  readonly handler?: string | undefined;
  /**
   * Memory of the main Lambda in MB, from 128 to 10240.
   * @default 512
   */
  readonly memorySize?: number | undefined;
  /**
   * Processor of all functions.
   * @default "arm64"
   */
  readonly architecture?: "arm64" | "x86_64" | undefined;
  /** @default "nodejs22.x" */
  readonly outboxRuntime?: string | undefined;
  /** @default "index.handler" */
  readonly outboxHandler?: string | undefined;
  /**
   * Memory of the outbox in MB, from 128 to 10240.
   * @default 256
   */
  readonly outboxMemorySizeMb?: number | undefined;
  /** @default "nodejs22.x" */
  readonly lifecycleRuntime?: string | undefined;
  /** @default "index.handler" */
  readonly lifecycleHandler?: string | undefined;
  /**
   * Memory of the lifecycle handler in MB, from 128 to 10240.
   * @default 256
   */
  readonly lifecycleMemorySizeMb?: number | undefined;
  /**
   * Seconds from 1 to 29; API Gateway gives up after 29.
   * @default 29
   */
  readonly dispatcherTimeoutSeconds?: number | undefined;
  /**
   * Seconds from 30 to 900 for one delivery attempt.
   * @default 45
   */
  readonly outboxTimeoutSeconds?: number | undefined;
  /**
   * Seconds from 30 to 900 for setting the webhook.
   * @default 300
   */
  readonly lifecycleTimeoutSeconds?: number | undefined;
  /**
   * Dispatchers that run at once at most; 0 stops them.
   * @default - no reservation
   */
  readonly dispatcherReservedConcurrency?: number | undefined;
  /**
   * Delivery attempts from 2 to 1000 that run at once at most.
   * @default 50
   */
  readonly outboxMaximumConcurrency?: number | undefined;
  /**
   * Days from 1 to 365 that messages, connections and files are kept.
   * @default 7
   */
  readonly retentionDays?: number | undefined;
  /**
   * Days that logs are kept, one of the retentions of CloudWatch Logs.
   * @default 30
   */
  readonly logRetentionDays?: number | undefined;
  /**
   * Origins of the pages with the widget, such as `https://shop.example`; `*` stands for all.
   * @default ["*"]
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /**
   * Requests per second to each API, up to 10000.
   * @default 500
   */
  readonly throttlingRateLimit?: number | undefined;
  /**
   * Requests at once to each API, from 1 to 5000.
   * @default 1000
   */
  readonly throttlingBurstLimit?: number | undefined;
  /**
   * PING frames per second, up to 10000.
   * @default 100
   */
  readonly pingThrottlingRateLimit?: number | undefined;
  /**
   * PING frames at once, from 1 to 5000.
   * @default 200
   */
  readonly pingThrottlingBurstLimit?: number | undefined;
  /**
   * Frames from 1 to 1000 that a visitor may send at once.
   * @default 20
   */
  readonly frameBurst?: number | undefined;
  /**
   * Frames per second, up to 1000, that a visitor may send over time.
   * @default 2
   */
  readonly framesPerSecond?: number | undefined;
  /**
   * Messages from 1 to 100000 that a member may send in a UTC day. Each mebibyte of an offered upload counts as one.
   * @default 1000
   */
  readonly messagesPerDay?: number | undefined;
  /**
   * Seconds from 0 to 900 that a first message waits, so that a burst is delivered in order.
   * @default 1
   */
  readonly wakeUpDelaySeconds?: number | undefined;
  /**
   * Minutes from 1 to 60 between two sweeps for messages whose notification was lost.
   * @default 5
   */
  readonly sweepRateMinutes?: number | undefined;
  /**
   * Bot API server, without a slash at the end.
   * @default "https://api.telegram.org"
   */
  readonly telegramApiRoot?: string | undefined;
  /**
   * Address where connections are managed, with `{apiId}` for the API's id; for an AWS emulator.
   * @default - the address of API Gateway
   */
  readonly webSocketCallbackUrl?: string | undefined;
  /**
   * Whether the stage has alarms.
   * @default true
   */
  readonly alarms?: boolean | undefined;
  /**
   * Failed invocations of a function in five minutes that raise the alarm.
   * @default 1
   */
  readonly alarmLambdaErrors?: number | undefined;
  /**
   * Throttled invocations of a function in five minutes that raise the alarm.
   * @default 1
   */
  readonly alarmLambdaThrottles?: number | undefined;
  /**
   * Percent of a function's timeout that the slowest twentieth of invocations must reach.
   * @default 80
   */
  readonly alarmDurationPercent?: number | undefined;
  /**
   * Responses of the HTTP API with status 5xx in five minutes that raise the alarm.
   * @default 1
   */
  readonly alarmHttp5xx?: number | undefined;
  /**
   * Execution errors of the WebSocket API in five minutes that raise the alarm.
   * @default 1
   */
  readonly alarmWebSocketExecutionErrors?: number | undefined;
  /**
   * Seconds from 60 to 1209600: age of the oldest notification in the outbox that raises the alarm.
   * @default 900
   */
  readonly alarmOldestMessageSeconds?: number | undefined;
  /**
   * Attempts of deliveries in five minutes that only an operator can unblock, such as those with a rejected token. A
   * single one may be an error page of a proxy, which ends by itself.
   * @default 3
   */
  readonly alarmDeliveriesNeedingAttention?: number | undefined;
  /**
   * Throttled reads and writes of the tables in five minutes that raise the alarm.
   * @default 1
   */
  readonly alarmDynamoDbThrottles?: number | undefined;
  /**
   * Whether tables refuse deletion, and the bucket while it holds files.
   * @default - true for prod, false for dev
   */
  readonly protect?: boolean | undefined;
  /**
   * Whether tables can be restored to any second of the last 35 days.
   * @default - true for prod, false for dev
   */
  readonly pointInTimeRecovery?: boolean | undefined;
}
