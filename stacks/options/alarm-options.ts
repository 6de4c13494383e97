import { z } from "zod";
import { option } from "./option";

const count = (standard: number, what: string) =>
  option(
    z.int().min(1).max(1_000_000).default(standard),
    `a whole number from 1 to 1000000: the number of ${what} in five minutes that raises the alarm`,
    "choose a higher number if some are normal; docs/runbook.md explains each alarm",
  );

/**
 * The thresholds of a stage's alarms. An alarm is raised when the value of a five-minute period reaches its threshold.
 */
export const alarmOptions = {
  /**
   * Whether the stage has alarms.
   * @default true
   */
  enabled: option(
    z.boolean().default(true),
    "true or false: whether the stage has alarms",
    "use false for a stage that nobody depends on; each alarm costs about 0.10 dollars a month",
  ),
  /**
   * Number of failed invocations of a function in five minutes that raises the alarm.
   * @default 1
   */
  lambdaErrors: count(1, "failed invocations of a function"),
  /**
   * Number of throttled invocations of a function in five minutes that raises the alarm.
   * @default 1
   */
  lambdaThrottles: count(1, "throttled invocations of a function"),
  /**
   * Percentage of a function's timeout that the slowest 5 % of its invocations must reach to raise the alarm.
   * @default 80
   */
  durationPercent: option(
    z.int().min(1).max(100).default(80),
    "a whole number from 1 to 100: the percentage of a function's timeout that its slowest 5 % of invocations must reach",
    "choose a lower number to notice slowness before invocations fail",
  ),
  /**
   * Number of responses of the HTTP API with status 5xx in five minutes that raises the alarm.
   * @default 1
   */
  http5xx: count(1, "responses of the HTTP API with status 5xx"),
  /**
   * Number of execution errors of the WebSocket API in five minutes that raises the alarm.
   * @default 1
   */
  webSocketExecutionErrors: count(1, "execution errors of the WebSocket API"),
  /**
   * Age of the oldest notification in the outbox queue that raises the alarm, in seconds from 60 to 1209600.
   * @default 900
   */
  oldestMessageSeconds: option(
    z.int().min(60).max(1_209_600).default(900),
    "a whole number from 60 to 1209600: the age in seconds of the oldest notification in the outbox queue that raises the alarm",
    "choose more than the longest outage of Telegram that needs no operator",
  ),
  /**
   * Number of delivery attempts in five minutes that raises the alarm. Counts attempts that failed for a reason that
   * only an operator can resolve, such as a rejected token. A single failure may be a proxy's error page, which needs
   * no operator.
   * @default 3
   */
  deliveriesNeedingAttention: count(3, "delivery attempts that need an operator"),
  /**
   * Number of throttled reads and writes of the tables in five minutes that raises the alarm.
   * @default 1
   */
  dynamoDbThrottles: count(1, "throttled reads and writes of the tables"),
};
