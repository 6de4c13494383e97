import { z } from "zod";
import { alarmOptions } from "./alarm-options";
import { handler, memory, runtime } from "./lambda-options";
import { option, optionGroup, text } from "./option";
import { widgetOptions } from "./widget-options";

/** Retentions that CloudWatch Logs knows, in days: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentionsDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

/** An origin as a browser sends it: scheme and host, no path, no slash at the end. */
const origin = /^https?:\/\/[^/\s*]+$/;

/** The options of a stage; {@link optionsOfStage} has those of one of them. */
export const stageOptions = {
  /**
   * Runtime of the main Lambda, the dispatcher, for example `provided.al2023` or `java21`.
   * @default "nodejs22.x"
   */
  runtime: runtime("the dispatcher"),
  /**
   * What the runtime of the main Lambda calls.
   * @default "index.handler"
   */
  handler: handler("the dispatcher"),
  /**
   * Memory of the main Lambda in MB, from 128 to 10240.
   * @default 512
   */
  memorySize: memory(512, "the dispatcher, which computes the answer that a visitor waits for"),
  /**
   * Processor of all functions.
   * @default "arm64"
   */
  architecture: option(z.enum(["arm64", "x86_64"]).default("arm64"), "arm64 or x86_64", "arm64 costs less"),
  /**
   * Days from 1 to 365 that messages, connections and files are kept.
   * @default 7
   */
  retentionDays: option(
    z.int().min(1).max(365).default(7),
    "whole days from 1 to 365 that messages, connections and files are kept",
    "your privacy notice says how long",
  ),
  /**
   * Origins of the pages with the widget, such as `https://shop.example`; `*` stands for all.
   * @default ["*"]
   */
  allowedOrigins: option(
    z
      .array(z.union([z.literal("*"), text(origin)]))
      .min(1)
      .default(["*"]),
    'a list of origins such as "https://example.org" (no path, no slash at the end), or ["*"] for all',
    "the address bar of the pages that carry the widget",
  ),
  /**
   * Requests per second to each API, up to 10000.
   * @default 500
   */
  throttlingRateLimit: option(
    z.number().positive().max(10_000).default(500),
    "requests a second, more than 0 and up to 10000, that each API of the stage takes",
    "the quota of API Gateway in your account is the upper limit",
  ),
  /**
   * Requests at once to each API, from 1 to 5000.
   * @default 1000
   */
  throttlingBurstLimit: option(
    z.int().min(1).max(5_000).default(1000),
    "whole requests at once, from 1 to 5000, that each API of the stage takes",
    "the quota of API Gateway in your account is the upper limit",
  ),
  /**
   * PING frames per second, up to 10000.
   * @default 100
   */
  pingThrottlingRateLimit: option(
    z.number().positive().max(10_000).default(100),
    "PING frames per second, more than 0 and up to 10000, that the stage answers",
    "visitors who are online at once, divided by the seconds between two pings of a client",
  ),
  /**
   * PING frames at once, from 1 to 5000.
   * @default 200
   */
  pingThrottlingBurstLimit: option(
    z.int().min(1).max(5_000).default(200),
    "whole PING frames at once, from 1 to 5000, that the stage answers",
    "the quota of API Gateway in your account is the upper limit",
  ),
  /**
   * Days that logs are kept, one of the retentions of CloudWatch Logs.
   * @default 30
   */
  logRetentionDays: option(
    z.literal(logRetentionsDays).default(30),
    `one of ${logRetentionsDays.join(", ")}: the days that logs are kept`,
    "these are the retentions that CloudWatch Logs knows",
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
  lifecycleMemorySizeMb: memory(256, "the lifecycle handler, which runs at a deploy only"),
  /**
   * Runtime of the outbox.
   * @default "nodejs22.x"
   */
  outboxRuntime: runtime("the outbox"),
  /**
   * What the runtime of the outbox calls.
   * @default "index.handler"
   */
  outboxHandler: handler("the outbox"),
  /**
   * Runtime of the lifecycle handler.
   * @default "nodejs22.x"
   */
  lifecycleRuntime: runtime("the lifecycle handler"),
  /**
   * What the runtime of the lifecycle handler calls.
   * @default "index.handler"
   */
  lifecycleHandler: handler("the lifecycle handler"),
  ...widgetOptions,
  /**
   * Seconds from 1 to 29; API Gateway gives up after 29.
   * @default 29
   */
  dispatcherTimeoutSeconds: option(
    z.int().min(1).max(29).default(29),
    "whole seconds from 1 to 29 that the dispatcher may take",
    "29 is when API Gateway gives up",
  ),
  /**
   * Seconds from 30 to 900 for one delivery attempt.
   * @default 45
   */
  outboxTimeoutSeconds: option(
    z.int().min(30).max(900).default(45),
    "whole seconds from 30 to 900 that one delivery attempt may take",
    "leave it out unless attempts are cut off; a conversation stops for 15 seconds more than this after a kill",
  ),
  /**
   * Seconds from 30 to 900 for setting the webhook.
   * @default 300
   */
  lifecycleTimeoutSeconds: option(
    z.int().min(30).max(900).default(300),
    "whole seconds from 30 to 900 that setting the webhook may take",
    "leave it out unless a deploy says that it timed out",
  ),
  /**
   * Dispatchers that run at once at most; 0 stops them.
   * @default - no reservation
   */
  dispatcherReservedConcurrency: option(
    z.int().min(0).max(10_000).optional(),
    "how many dispatchers run at once at most, from 0 (none at all); left out: no reservation",
    "the concurrency quota of Lambda in your account is the upper limit",
  ),
  /**
   * Delivery attempts from 2 to 1000 that run at once at most.
   * @default 50
   */
  outboxMaximumConcurrency: option(
    z.int().min(2).max(1000).default(50),
    "whole delivery attempts from 2 to 1000 that run at once at most",
    "2 and 1000 are the limits of Lambda; the concurrency quota of your account also holds",
  ),
  /**
   * Frames from 1 to 1000 that a visitor may send at once.
   * @default 20
   */
  frameBurst: option(
    z.int().min(1).max(1000).default(20),
    "whole frames from 1 to 1000 that a visitor may send at once",
    "the limits in the protocol's documentation",
  ),
  /**
   * Frames per second, up to 1000, that a visitor may send over time.
   * @default 2
   */
  framesPerSecond: option(
    z.number().positive().max(1000).default(2),
    "frames a second, more than 0 and up to 1000, that a visitor may send over time",
    "the limits in the protocol's documentation",
  ),
  /**
   * Messages from 1 to 100000 that a member may send in a UTC day. Each mebibyte of an offered upload counts as one.
   * @default 1000
   */
  messagesPerDay: option(
    z.int().min(1).max(100_000).default(1000),
    "whole messages from 1 to 100000 that one member may send in a UTC day; each mebibyte to upload counts as one",
    "the limits in the protocol's documentation",
  ),
  /**
   * Seconds from 0 to 900 that a first message waits, so that a burst is delivered in order.
   * @default 1
   */
  wakeUpDelaySeconds: option(
    z.int().min(0).max(900).default(1),
    "whole seconds from 0 to 900 that a first message waits, so that a burst is put in order",
    "the longest burst of one visitor that must stay in order",
  ),
  /**
   * Minutes from 1 to 60 between two sweeps for messages whose notification was lost.
   * @default 5
   */
  sweepRateMinutes: option(
    z.int().min(1).max(60).default(5),
    "whole minutes from 1 to 60 between two looks for messages whose notification was lost",
    "how long a message may wait if its notification is lost",
  ),
  /**
   * Bot API server, without a slash at the end.
   * @default "https://api.telegram.org"
   */
  telegramApiRoot: option(
    z
      .url({ protocol: /^https?$/ })
      .regex(/[^/]$/)
      .default("https://api.telegram.org"),
    "an http or https URL without a slash at the end: the Bot API server",
    "leave it out unless you run a Bot API server of your own",
  ),
  /**
   * Address where connections are managed, with `{apiId}` for the API's id; for an AWS emulator.
   * @default - the address of API Gateway
   */
  webSocketCallbackUrl: option(
    text(/^https?:\/\/\S*[^/\s]$/).optional(),
    "an http or https URL without a slash at the end, with {apiId} where the API's id stands",
    "the documentation of your AWS emulator; leave it out on AWS",
  ),
  /**
   * When somebody is told.
   * @default - an alarm for everything, at the first sign of most
   */
  alarms: optionGroup(
    alarmOptions,
    "an object with the thresholds that differ from the defaults",
    "the table of alarms in docs/settings.md",
  ),
  /**
   * Whether tables refuse deletion, and the bucket while it holds files.
   * @default - true for prod, false for dev
   */
  protect: option(
    z.boolean(),
    "true or false: whether tables refuse deletion, and the bucket while there are files in it",
    "true for data that must not be lost",
  ),
  /**
   * Whether tables can be restored to any second of the last 35 days.
   * @default - true for prod, false for dev
   */
  pointInTimeRecovery: option(
    z.boolean(),
    "true or false: whether tables can be restored to any second of the last 35 days",
    "true for data that must not be lost; it costs by the size of the tables",
  ),
};
