import type { Counts } from "../../harness/counted-run";
import type { Assumptions } from "./assumptions";

/** What AWS charges for, as `prices.json` names it, with the names for people. */
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

/** All of them, in the order of the table. */
export const items = Object.keys(itemNames) as Item[];

/** How much of each item one message takes. */
export type Usage = Readonly<Record<Item, number>>;

/** What was measured of the visitor's texts and the host's replies, and of the functions. */
export interface Measured {
  /** How many texts the counts of a visitor are of. */
  readonly texts: number;
  readonly dispatcher: Counts;
  readonly outbox: Counts;
  /** Of one reply. */
  readonly reply: Counts;
  /**
   * A text until its ACK, on this machine, in milliseconds. It stands for a function's own work: it holds that of
   * the local services too, and was not done on the share of a processor that the memory gives.
   */
  readonly localMilliseconds: number;
  /** The memory of each function. */
  readonly memoryMegabytes: { readonly dispatcher: number; readonly outbox: number };
}

/** A visitor's text to the host: a frame, its ACK, a notification and a delivery. */
export function visitorUsage(measured: Measured, assumed: Assumptions): Usage {
  const { texts, dispatcher, outbox, localMilliseconds, memoryMegabytes } = measured;
  const notifications = dispatcher.queueRequests;
  // Each notification reads the pending messages once. One that finds some reads the host's chat as well, and posts.
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

/** A host's reply to a visitor with one open socket: an update of the webhook and a push. */
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

/** Half of the messages of one kind, half of the other. */
export function halfAndHalf(one: Usage, other: Usage): Usage {
  return usageOf((item) => (one[item] + other[item]) / 2);
}

/** Dollars for a million messages, item by item, and the sum. */
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
