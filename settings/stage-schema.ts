import { z } from "zod";
import { ALARM_HELP, alarmKeys } from "./alarms";
import type { SettingHelp } from "./setting-help";

/** Retentions that CloudWatch Logs knows, in days: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTIONS_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

/** An origin as a browser sends it: scheme and host, no path, no slash at the end. */
const ORIGIN = /^https?:\/\/[^/\s*]+$/;

/** A Lambda runtime such as nodejs22.x, java21 or provided.al2023: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const runtime = z
  .string()
  .regex(/^(nodejs|python|java|dotnet|ruby|provided)[a-z0-9.]*$/)
  .default("nodejs22.x");

const handler = z
  .string()
  .regex(/^\S{1,128}$/)
  .default("index.handler");

/** The memory of a Lambda function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const memorySizeMb = z.int().min(128).max(10_240);

/**
 * What may differ between the stages of a deployment: data, so that no construct asks which stage it is in.
 * Every default stands here and nowhere else, but for the few that depend on the stage.
 */
export function stageSchema(defaults: { readonly protect: boolean; readonly pointInTimeRecovery: boolean }) {
  return z.strictObject({
    retentionDays: z.int().min(1).max(365).default(7),
    allowedOrigins: z
      .array(z.union([z.literal("*"), z.string().regex(ORIGIN)]))
      .min(1)
      .default(["*"]),
    throttlingRateLimit: z.number().positive().max(10_000).default(500),
    throttlingBurstLimit: z.int().min(1).max(5_000).default(1000),
    pingThrottlingRateLimit: z.number().positive().max(10_000).default(100),
    pingThrottlingBurstLimit: z.int().min(1).max(5_000).default(200),
    logRetentionDays: z.literal(LOG_RETENTIONS_DAYS).default(30),
    dispatcherMemorySizeMb: memorySizeMb.default(512),
    outboxMemorySizeMb: memorySizeMb.default(256),
    lifecycleMemorySizeMb: memorySizeMb.default(256),
    architecture: z.enum(["arm64", "x86_64"]).default("arm64"),
    dispatcherRuntime: runtime,
    dispatcherHandler: handler,
    outboxRuntime: runtime,
    outboxHandler: handler,
    lifecycleRuntime: runtime,
    lifecycleHandler: handler,
    dispatcherTimeoutSeconds: z.int().min(1).max(29).default(29),
    outboxTimeoutSeconds: z.int().min(30).max(900).default(45),
    lifecycleTimeoutSeconds: z.int().min(30).max(900).default(300),
    dispatcherReservedConcurrency: z.int().min(0).max(10_000).optional(),
    outboxMaximumConcurrency: z.int().min(2).max(1000).default(50),
    frameBurst: z.int().min(1).max(1000).default(20),
    framesPerSecond: z.number().positive().max(1000).default(2),
    messagesPerDay: z.int().min(1).max(100_000).default(1000),
    wakeUpDelaySeconds: z.int().min(0).max(900).default(1),
    sweepRateMinutes: z.int().min(1).max(60).default(5),
    telegramApiRoot: z
      .url({ protocol: /^https?$/ })
      .regex(/[^/]$/)
      .default("https://api.telegram.org"),
    webSocketCallbackUrl: z
      .string()
      .regex(/^https?:\/\/\S*[^/\s]$/)
      .optional(),
    ...alarmKeys,
    protect: z.boolean().default(defaults.protect),
    pointInTimeRecovery: z.boolean().default(defaults.pointInTimeRecovery),
  });
}

/** A stage's settings with every default filled in, without its name. */
export type StageValues = z.infer<ReturnType<typeof stageSchema>>;

const MEMORY_HELP = (role: string): SettingHelp => ({
  wanted: `whole MB of memory from 128 to 10240 for ${role}`,
  where: "the duration and memory in the function's REPORT lines show what it needs",
});

const RUNTIME_HELP = (role: string): SettingHelp => ({
  wanted: `a Lambda runtime for ${role}: nodejs22.x, nodejs24.x or, for code of your own from S3, any other`,
  where: "the list of Lambda runtimes in the AWS docs",
});

const HANDLER_HELP = (role: string): SettingHelp => ({
  wanted: `what the runtime of ${role} calls, up to 128 characters: index.handler for our own code`,
  where: "the documentation of the runtime; leave it out for our own code",
});

/** For each key of a stage, what is wanted; the meaning of each setting is told here once. */
export const STAGE_HELP: Readonly<Record<keyof StageValues, SettingHelp>> = {
  retentionDays: {
    wanted: "whole days from 1 to 365 that messages, connections and files are kept",
    where: "your privacy notice says how long",
  },
  allowedOrigins: {
    wanted:
      'a list of origins such as "https://example.org" (no path, no slash at the end), or ["*"] for all',
    where: "the address bar of the pages that carry the widget",
  },
  throttlingRateLimit: {
    wanted: "requests a second, more than 0 and up to 10000, that each API of the stage takes",
    where: "the quota of API Gateway in your account is the upper limit",
  },
  throttlingBurstLimit: {
    wanted: "whole requests at once, from 1 to 5000, that each API of the stage takes",
    where: "the quota of API Gateway in your account is the upper limit",
  },
  pingThrottlingRateLimit: {
    wanted: "PING frames per second, more than 0 and up to 10000, that the stage answers",
    where: "visitors who are online at once, divided by the seconds between two pings of a client",
  },
  pingThrottlingBurstLimit: {
    wanted: "whole PING frames at once, from 1 to 5000, that the stage answers",
    where: "the quota of API Gateway in your account is the upper limit",
  },
  logRetentionDays: {
    wanted: `one of ${LOG_RETENTIONS_DAYS.join(", ")}: the days that logs are kept`,
    where: "these are the retentions that CloudWatch Logs knows",
  },
  dispatcherMemorySizeMb: MEMORY_HELP("the dispatcher, which computes the answer that a visitor waits for"),
  outboxMemorySizeMb: MEMORY_HELP("the outbox, which mostly waits for Telegram"),
  lifecycleMemorySizeMb: MEMORY_HELP("the lifecycle handler, which runs at a deploy only"),
  architecture: { wanted: "arm64 or x86_64", where: "arm64 costs less" },
  dispatcherRuntime: RUNTIME_HELP("the dispatcher"),
  dispatcherHandler: HANDLER_HELP("the dispatcher"),
  outboxRuntime: RUNTIME_HELP("the outbox"),
  outboxHandler: HANDLER_HELP("the outbox"),
  lifecycleRuntime: RUNTIME_HELP("the lifecycle handler"),
  lifecycleHandler: HANDLER_HELP("the lifecycle handler"),
  dispatcherTimeoutSeconds: {
    wanted: "whole seconds from 1 to 29 that the dispatcher may take",
    where: "29 is when API Gateway gives up",
  },
  outboxTimeoutSeconds: {
    wanted: "whole seconds from 30 to 900 that one delivery attempt may take",
    where:
      "leave it out unless attempts are cut off; a conversation stops for 15 seconds more than this after a kill",
  },
  lifecycleTimeoutSeconds: {
    wanted: "whole seconds from 30 to 900 that setting the webhook may take",
    where: "leave it out unless a deploy says that it timed out",
  },
  dispatcherReservedConcurrency: {
    wanted: "how many dispatchers run at once at most, from 0 (none at all); left out: no reservation",
    where: "the concurrency quota of Lambda in your account is the upper limit",
  },
  outboxMaximumConcurrency: {
    wanted: "whole delivery attempts from 2 to 1000 that run at once at most",
    where: "2 and 1000 are the limits of Lambda; the concurrency quota of your account also holds",
  },
  frameBurst: {
    wanted: "whole frames from 1 to 1000 that a visitor may send at once",
    where: "the limits in the protocol's documentation",
  },
  framesPerSecond: {
    wanted: "frames a second, more than 0 and up to 1000, that a visitor may send over time",
    where: "the limits in the protocol's documentation",
  },
  messagesPerDay: {
    wanted:
      "whole messages from 1 to 100000 that one member may send in a UTC day; each mebibyte to upload counts as one",
    where: "the limits in the protocol's documentation",
  },
  wakeUpDelaySeconds: {
    wanted: "whole seconds from 0 to 900 that a first message waits, so that a burst is put in order",
    where: "the longest burst of one visitor that must stay in order",
  },
  sweepRateMinutes: {
    wanted: "whole minutes from 1 to 60 between two looks for messages whose wake-up was lost",
    where: "how long a message may wait if its wake-up is lost",
  },
  telegramApiRoot: {
    wanted: "an http or https URL without a slash at the end: the Bot API server",
    where: "leave it out unless you run a Bot API server of your own",
  },
  webSocketCallbackUrl: {
    wanted: "an http or https URL without a slash at the end, with {apiId} where the API's id stands",
    where: "the documentation of your AWS emulator; leave it out on AWS",
  },
  ...ALARM_HELP,
  protect: {
    wanted: "true or false: whether tables refuse deletion, and the bucket while there are files in it",
    where: "true for data that must not be lost",
  },
  pointInTimeRecovery: {
    wanted: "true or false: whether tables can be restored to any second of the last 35 days",
    where: "true for data that must not be lost; it costs by the size of the tables",
  },
};
