/** Values that a local run cannot measure. Each value is higher than the usual one within a region. */
export const assumptions = {
  /** One request to DynamoDB, in milliseconds. */
  dynamodbMilliseconds: 5,
  /** One request to SQS, in milliseconds. */
  sqsMilliseconds: 10,
  /** One push to an open socket by `@connections`, in milliseconds. */
  pushMilliseconds: 15,
  /** Response time of the Bot API for `sendMessage`, in milliseconds; 60 to 150 is usual. */
  telegramMilliseconds: 100,
  /** Minutes for which a socket is open for each message. */
  connectionMinutesAMessage: 1,
} as const;

export type Assumptions = Readonly<Record<keyof typeof assumptions, number>>;

/** Costs that are not counted, printed with each result. */
export const leftOut = [
  "pings, logs, alarms, the sweep and the empty receives of Lambda's idle poller (a few dollars a month each at most)",
  "connecting and JOIN, storage, data transfer, files (S3) and the free tier",
] as const;

/** Target in dollars for a million messages, half of them in each direction. */
export const aimDollars = 6.3;
