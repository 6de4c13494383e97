import { z } from "zod";
import type { SettingHelp } from "./setting-help";

const count = (standard: number) => z.int().min(1).max(1_000_000).default(standard);

/** The keys of a stage that say when somebody is told; each threshold is one that five minutes must reach. */
export const alarmKeys = {
  alarms: z.boolean().default(true),
  alarmLambdaErrors: count(1),
  alarmLambdaThrottles: count(1),
  alarmDurationPercent: z.int().min(1).max(100).default(80),
  alarmHttp5xx: count(1),
  alarmWebSocketExecutionErrors: count(1),
  alarmOldestMessageSeconds: z.int().min(60).max(1_209_600).default(900),
  // One that comes once may be an error page of a proxy. One that lasts is tried again at least once a minute.
  alarmDeliveriesNeedingAttention: count(3),
  alarmDynamoDbThrottles: count(1),
};

const COUNT_HELP = (what: string): SettingHelp => ({
  wanted: `whole ${what} from 1 to 1000000 in five minutes that ring the alarm`,
  where: "higher where some are normal; docs/runbook.md says what they mean",
});

/** What is wanted of each of {@link alarmKeys}. */
export const ALARM_HELP: Readonly<Record<keyof typeof alarmKeys, SettingHelp>> = {
  alarms: {
    wanted: "true or false: whether the stage has alarms",
    where: "false for a stage that nobody depends on; each alarm costs about 0.10 dollars a month",
  },
  alarmLambdaErrors: COUNT_HELP("failed invocations of a function"),
  alarmLambdaThrottles: COUNT_HELP("invocations of a function that were throttled"),
  alarmDurationPercent: {
    wanted:
      "whole percent of the function's timeout from 1 to 100 that the slowest twentieth of invocations must reach",
    where: "lower to hear of slowness before it fails",
  },
  alarmHttp5xx: COUNT_HELP("answers of the HTTP API with status 5xx"),
  alarmWebSocketExecutionErrors: COUNT_HELP("execution errors of the WebSocket API"),
  alarmOldestMessageSeconds: {
    wanted: "whole seconds from 60 to 1209600 that the oldest wake-up may be in the outbox",
    where: "above the longest outage of Telegram that is nothing to wake up for",
  },
  alarmDeliveriesNeedingAttention: COUNT_HELP("attempts of deliveries that need an operator"),
  alarmDynamoDbThrottles: COUNT_HELP("reads and writes of the tables that were throttled"),
};

/** When the alarms of a stage ring. */
export type AlarmSettings = Readonly<z.infer<z.ZodObject<typeof alarmKeys>>>;
