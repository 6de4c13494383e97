import { z } from "zod";
import { alarmOptions } from "./alarm-options";
import { handler, memory, runtime } from "./lambda-options";
import { option, optionGroup, text } from "./option";
import { widgetOptions } from "./widget-options";

/** Retentions of CloudWatch Logs, in days: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentionsDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

/** Matches an origin as a browser sends it: scheme and host, without a path and without a slash at the end. */
const origin = /^https?:\/\/[^/\s*]+$/;

/** The options of a stage. {@link optionsOfStage} adds the defaults that depend on the stage. */
export const stageOptions = {
  /**
   * Runtime of the main Lambda, the dispatcher, for example `provided.al2023` or `java21`.
   * @default "nodejs22.x"
   */
  runtime: runtime("the dispatcher"),
  /**
   * Handler of the main Lambda.
   * @default "index.handler"
   */
  handler: handler("the dispatcher"),
  /**
   * Memory of the main Lambda in MB, from 128 to 10240.
   * @default 512
   */
  memorySize: memory(512, "the dispatcher, which computes the answer that a visitor waits for"),
  /**
   * Processor architecture of all functions.
   * @default "arm64"
   */
  architecture: option(z.enum(["arm64", "x86_64"]).default("arm64"), "arm64 or x86_64", "arm64 costs less"),
  /**
   * Days from 1 to 365 for which messages, connections and files are stored. The longer they are stored, the fewer
   * bytes a visitor may send in a day.
   * @default 7
   */
  retentionDays: option(
    z.int().min(1).max(365).default(7),
    "a whole number from 1 to 365: the days for which messages, connections and files are stored",
    "use the retention that your privacy notice states; the longer it is, the fewer bytes a visitor may send in a day",
  ),
  /**
   * Origins of the pages with the widget, such as `https://shop.example`. `*` allows all.
   * @default ["*"]
   */
  allowedOrigins: option(
    z
      .array(z.union([z.literal("*"), text(origin)]))
      .min(1)
      .default(["*"]),
    'a list of origins such as "https://example.org" (no path, no slash at the end), or ["*"] to allow all',
    "the address bar of the pages with the widget",
  ),
  /**
   * Requests per second to each API, up to 10000.
   * @default 500
   */
  throttlingRateLimit: option(
    z.number().positive().max(10_000).default(500),
    "a number above 0, up to 10000: the requests per second that each API of the stage accepts",
    "the quota of API Gateway in your account is the upper limit",
  ),
  /**
   * Simultaneous requests to each API, from 1 to 5000.
   * @default 1000
   */
  throttlingBurstLimit: option(
    z.int().min(1).max(5_000).default(1000),
    "a whole number from 1 to 5000: the simultaneous requests that each API of the stage accepts",
    "the quota of API Gateway in your account is the upper limit",
  ),
  /**
   * PING frames per second, up to 10000.
   * @default 100
   */
  pingThrottlingRateLimit: option(
    z.number().positive().max(10_000).default(100),
    "a number above 0, up to 10000: the PING frames per second that the stage answers",
    "divide the number of visitors who are online at the same time by the seconds between two pings of a client",
  ),
  /**
   * Simultaneous PING frames, from 1 to 5000.
   * @default 200
   */
  pingThrottlingBurstLimit: option(
    z.int().min(1).max(5_000).default(200),
    "a whole number from 1 to 5000: the simultaneous PING frames that the stage answers",
    "the quota of API Gateway in your account is the upper limit",
  ),
  /**
   * Days for which logs are stored, one of the retentions of CloudWatch Logs.
   * @default 30
   */
  logRetentionDays: option(
    z.literal(logRetentionsDays).default(30),
    `one of ${logRetentionsDays.join(", ")}: the days for which logs are stored`,
    "CloudWatch Logs supports these retentions",
  ),
  /**
   * Memory of the outbox in MB, from 128 to 10240.
   * @default 256
   */
  outboxMemorySizeMb: memory(256, "the outbox, which mostly waits for Telegram"),
  /**
   * Memory of the lifecycle handler in MB, from 128 to 10240.
   * @default 256
   */
  lifecycleMemorySizeMb: memory(256, "the lifecycle handler, which runs only at a deploy"),
  /**
   * Runtime of the outbox.
   * @default "nodejs22.x"
   */
  outboxRuntime: runtime("the outbox"),
  /**
   * Handler of the outbox.
   * @default "index.handler"
   */
  outboxHandler: handler("the outbox"),
  /**
   * Runtime of the lifecycle handler.
   * @default "nodejs22.x"
   */
  lifecycleRuntime: runtime("the lifecycle handler"),
  /**
   * Handler of the lifecycle handler.
   * @default "index.handler"
   */
  lifecycleHandler: handler("the lifecycle handler"),
  ...widgetOptions,
  /**
   * Timeout of the dispatcher in seconds, from 1 to 29. API Gateway stops waiting after 29 seconds.
   * @default 29
   */
  dispatcherTimeoutSeconds: option(
    z.int().min(1).max(29).default(29),
    "a whole number from 1 to 29: the timeout of the dispatcher in seconds",
    "API Gateway stops waiting after 29 seconds",
  ),
  /**
   * Timeout of one delivery attempt in seconds, from 30 to 900.
   * @default 45
   */
  outboxTimeoutSeconds: option(
    z.int().min(30).max(900).default(45),
    "a whole number from 30 to 900: the timeout of one delivery attempt in seconds",
    "use the default unless attempts time out; after a timeout, the conversation pauses for this time and 15 seconds more",
  ),
  /**
   * Timeout for setting the webhook in seconds, from 30 to 900.
   * @default 300
   */
  lifecycleTimeoutSeconds: option(
    z.int().min(30).max(900).default(300),
    "a whole number from 30 to 900: the timeout for setting the webhook in seconds",
    "use the default unless a deploy reports that setting the webhook timed out",
  ),
  /**
   * Maximum number of simultaneous dispatchers. 0 stops them.
   * @default - no reservation
   */
  dispatcherReservedConcurrency: option(
    z.int().min(0).max(10_000).optional(),
    "a whole number from 0 to 10000: the maximum number of simultaneous dispatchers; without it, there is no reservation",
    "the concurrency quota of Lambda in your account is the upper limit",
  ),
  /**
   * Maximum number of simultaneous delivery attempts, from 2 to 1000.
   * @default 50
   */
  outboxMaximumConcurrency: option(
    z.int().min(2).max(1000).default(50),
    "a whole number from 2 to 1000: the maximum number of simultaneous delivery attempts",
    "2 and 1000 are limits of Lambda; the concurrency quota of your account applies too",
  ),
  /**
   * Frames that a visitor may send in a burst, from 1 to 1000.
   * @default 20
   */
  frameBurst: option(
    z.int().min(1).max(1000).default(20),
    "a whole number from 1 to 1000: the frames that a visitor may send in a burst",
    "see the limits in the protocol's documentation",
  ),
  /**
   * Frames per second that a visitor may send on average, up to 1000.
   * @default 2
   */
  framesPerSecond: option(
    z.number().positive().max(1000).default(2),
    "a number above 0, up to 1000: the frames per second that a visitor may send on average",
    "see the limits in the protocol's documentation",
  ),
  /**
   * Messages that a member may send in a UTC day, from 1 to 100000. Each mebibyte of an offered upload counts as one.
   * @default 1000
   */
  messagesPerDay: option(
    z.int().min(1).max(100_000).default(1000),
    "a whole number from 1 to 100000: the messages that a member may send in a UTC day; each mebibyte of an upload counts as one",
    "see the limits in the protocol's documentation",
  ),
  /**
   * Delay of the first notification in seconds, from 0 to 900, so that a burst of messages is delivered in order.
   * @default 1
   */
  wakeUpDelaySeconds: option(
    z.int().min(0).max(900).default(1),
    "a whole number from 0 to 900: the seconds by which the first notification is delayed, so that a burst of messages is delivered in order",
    "choose the length of the longest burst that must stay in order",
  ),
  /**
   * Minutes from 1 to 60 between two sweeps, which find messages whose notification was lost.
   * @default 5
   */
  sweepRateMinutes: option(
    z.int().min(1).max(60).default(5),
    "a whole number from 1 to 60: the minutes between two sweeps, which find messages whose notification was lost",
    "a message whose notification is lost waits up to this long",
  ),
  /**
   * URL of the Bot API server, without a slash at the end.
   * @default "https://api.telegram.org"
   */
  telegramApiRoot: option(
    z
      .url({ protocol: /^https?$/ })
      .regex(/[^/]$/)
      .default("https://api.telegram.org"),
    "an http or https URL without a slash at the end: the Bot API server",
    "use the default unless you run your own Bot API server",
  ),
  /**
   * URL of the API that manages connections, with `{apiId}` for the API's id. Only an AWS emulator needs it.
   * @default - the URL of API Gateway
   */
  webSocketCallbackUrl: option(
    text(/^https?:\/\/\S*[^/\s]$/).optional(),
    "an http or https URL without a slash at the end, with {apiId} for the API's id",
    "see the documentation of your AWS emulator; leave it out on AWS",
  ),
  /**
   * Thresholds of the stage's alarms.
   * @default - all alarms, most of them at the first occurrence
   */
  alarms: optionGroup(
    alarmOptions,
    "an object with the thresholds that differ from the defaults",
    "see the table of alarms in docs/settings.md",
  ),
  /**
   * Whether tables, and a bucket with files in it, are protected from deletion.
   * @default - true for prod, false for dev
   */
  protect: option(
    z.boolean(),
    "true or false: whether tables, and a bucket with files in it, are protected from deletion",
    "use true for data that must not be lost",
  ),
  /**
   * Whether tables can be restored to any second of the last 35 days.
   * @default - true for prod, false for dev
   */
  pointInTimeRecovery: option(
    z.boolean(),
    "true or false: whether tables can be restored to any second of the last 35 days",
    "use true for data that must not be lost; the cost depends on the size of the tables",
  ),
};
