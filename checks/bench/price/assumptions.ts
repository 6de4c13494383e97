/** What no local run can measure. Each is on the high side of what is usual within a region. */
export const assumptions = {
  /** One request to DynamoDB, in milliseconds. */
  dynamodbMilliseconds: 5,
  /** One request to SQS, in milliseconds. */
  sqsMilliseconds: 10,
  /** One push to an open socket by `@connections`, in milliseconds. */
  pushMilliseconds: 15,
  /** The Bot API's answer to `sendMessage`, in milliseconds; 60 to 150 is usual. */
  telegramMilliseconds: 100,
  /** How long a socket is open for each message that goes over it, in minutes. */
  connectionMinutesAMessage: 1,
} as const;

export type Assumptions = Readonly<Record<keyof typeof assumptions, number>>;

/** Said beside every result. */
export const leftOut = [
  "pings, logs, alarms, the sweep and the empty receives of Lambda's idle poller (a few dollars a month each at most)",
  "connecting and JOIN, storage, data transfer, files (S3) and the free tier",
] as const;

/** The aim: dollars for a million messages, half of them each way. */
export const aimDollars = 6.3;
