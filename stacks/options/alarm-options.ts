import { z } from "zod";
import { option } from "./option";

const count = (standard: number, what: string) =>
  option(
    z.int().min(1).max(1_000_000).default(standard),
    `whole ${what} from 1 to 1000000 in five minutes that raise the alarm`,
    "higher where some are normal; docs/runbook.md says what they mean",
  );

/** When somebody is told; five minutes must reach a threshold. */
export const alarmOptions = {
  /**
   * Whether the stage has alarms.
   * @default true
   */
  enabled: option(
    z.boolean().default(true),
    "true or false: whether the stage has alarms",
    "false for a stage that nobody depends on; each alarm costs about 0.10 dollars a month",
  ),
  /**
   * Failed invocations of a function in five minutes that raise the alarm.
   * @default 1
   */
  lambdaErrors: count(1, "failed invocations of a function"),
  /**
   * Throttled invocations of a function in five minutes that raise the alarm.
   * @default 1
   */
  lambdaThrottles: count(1, "invocations of a function that were throttled"),
  /**
   * Percent of a function's timeout that the slowest twentieth of invocations must reach.
   * @default 80
   */
  durationPercent: option(
    z.int().min(1).max(100).default(80),
    "whole percent of the function's timeout from 1 to 100 that the slowest twentieth of invocations must reach",
    "lower to hear of slowness before it fails",
  ),
  /**
   * Responses of the HTTP API with status 5xx in five minutes that raise the alarm.
   * @default 1
   */
  http5xx: count(1, "answers of the HTTP API with status 5xx"),
  /**
   * Execution errors of the WebSocket API in five minutes that raise the alarm.
   * @default 1
   */
  webSocketExecutionErrors: count(1, "execution errors of the WebSocket API"),
  /**
   * Seconds from 60 to 1209600: age of the oldest notification in the outbox that raises the alarm.
   * @default 900
   */
  oldestMessageSeconds: option(
    z.int().min(60).max(1_209_600).default(900),
    "whole seconds from 60 to 1209600 that the oldest notification may be in the outbox",
    "above the longest outage of Telegram that is nothing to wake up for",
  ),
  /**
   * Attempts of deliveries in five minutes that only an operator can unblock, such as those with a rejected token. A
   * single one may be an error page of a proxy, which ends by itself.
   * @default 3
   */
  deliveriesNeedingAttention: count(3, "attempts of deliveries that need an operator"),
  /**
   * Throttled reads and writes of the tables in five minutes that raise the alarm.
   * @default 1
   */
  dynamoDbThrottles: count(1, "reads and writes of the tables that were throttled"),
};
