import type { Counts } from "../../harness/counted-run";
import type { Assumptions } from "./assumptions";

/** Items that AWS charges for: keys in `prices.json`, and display names. */
export const itemNames = {
  webSocketMessages: "API Gateway, WebSocket messages",
  webSocketConnectionMinutes: "API Gateway, connection minutes",
  httpApiRequests: "API Gateway, HTTP requests",
  lambdaRequests: "Lambda, requests",
  lambdaGigabyteSeconds: "Lambda, GB-seconds",
  dynamodbReadUnits: "DynamoDB, read units",
  dynamodbWriteUnits: "DynamoDB, write units",
  sqsFifoRequests: "SQS FIFO, requests",
} as const;

type Item = keyof typeof itemNames;

/** All items in the order of the table. */
export const items = Object.keys(itemNames) as Item[];

/** Amount of each item that one message needs. */
export type Usage = Readonly<Record<Item, number>>;

/** Measurements of the visitor's texts, the host's replies, and the functions. */
export interface Measured {
  /** Number of texts that the visitor's counts include. */
  readonly texts: number;
  readonly dispatcher: Counts;
  readonly outbox: Counts;
  /** Counts of one reply. */
  readonly reply: Counts;
  /**
   * Time of a text until its ACK on this machine, in milliseconds. It is an estimate of the function's own work. It
   * includes the local services, and the function had a larger share of the processor than its memory setting allows.
   */
  readonly localMilliseconds: number;
  /** Memory of each function. */
  readonly memoryMegabytes: { readonly dispatcher: number; readonly outbox: number };
}

/** Returns the usage of a visitor's text: a frame, its ACK, a notification and a delivery. */
export function visitorUsage(measured: Measured, assumed: Assumptions): Usage {
  const { texts, dispatcher, outbox, localMilliseconds, memoryMegabytes } = measured;
  const notifications = dispatcher.queueRequests;
  // For each notification, the outbox reads the pending messages once. If there are any, it also reads the host's chat
  // and sends a post.
  const posts = outbox.reads - notifications;
  const dispatching = networkMilliseconds(dispatcher, assumed) + texts * localMilliseconds;
  const delivering =
    networkMilliseconds(outbox, assumed) +
    posts * assumed.telegramMilliseconds +
    notifications * localMilliseconds;
  const total: Usage = {
    webSocketMessages: 2 * texts,
    webSocketConnectionMinutes: texts * assumed.connectionMinutesAMessage,
    httpApiRequests: 0,
    lambdaRequests: texts + notifications,
    lambdaGigabyteSeconds:
      gigabyteSeconds(dispatching, memoryMegabytes.dispatcher) +
      gigabyteSeconds(delivering, memoryMegabytes.outbox),
    dynamodbReadUnits: dispatcher.readUnits + outbox.readUnits,
    dynamodbWriteUnits: dispatcher.writeUnits + outbox.writeUnits,
    // Lambda's poller receives and deletes each notification.
    sqsFifoRequests: 3 * notifications,
  };
  return usageOf((item) => total[item] / texts);
}

/** Returns the usage of a host's reply to a visitor with one open socket: a webhook update and a push. */
export function hostUsage(measured: Measured, assumed: Assumptions): Usage {
  const { reply, localMilliseconds } = measured;
  const milliseconds = networkMilliseconds(reply, assumed) + assumed.pushMilliseconds + localMilliseconds;
  return {
    webSocketMessages: 1,
    webSocketConnectionMinutes: assumed.connectionMinutesAMessage,
    httpApiRequests: 1,
    lambdaRequests: 1,
    lambdaGigabyteSeconds: gigabyteSeconds(milliseconds, measured.memoryMegabytes.dispatcher),
    dynamodbReadUnits: reply.readUnits,
    dynamodbWriteUnits: reply.writeUnits,
    sqsFifoRequests: reply.queueRequests,
  };
}

/** Returns the mean usage of two kinds of messages. */
export function halfAndHalf(one: Usage, other: Usage): Usage {
  return usageOf((item) => (one[item] + other[item]) / 2);
}

/** Returns the dollars for a million messages by item, and their sum. */
export function bill(usage: Usage, dollarsPerMillion: Usage) {
  const dollars = usageOf((item) => usage[item] * dollarsPerMillion[item]);
  return { items: dollars, total: items.reduce((sum, item) => sum + dollars[item], 0) };
}

function networkMilliseconds({ reads, writes, queueRequests }: Counts, assumed: Assumptions): number {
  return (reads + writes) * assumed.dynamodbMilliseconds + queueRequests * assumed.sqsMilliseconds;
}

function gigabyteSeconds(milliseconds: number, memoryMegabytes: number): number {
  return (milliseconds / 1_000) * (memoryMegabytes / 1_024);
}

function usageOf(amount: (item: Item) => number): Usage {
  return Object.fromEntries(items.map((item) => [item, amount(item)])) as Usage;
}
