import type { Fault as TelegramFault } from "@kite-chat/bot-api-server";
import type { FaultWish, LagRange } from "@kite-chat/stack-server";

/** A fault of the sweep. */
export interface SweepFault {
  /** Effect of the fault, for docs/reliability.md. */
  readonly strikes: string;
  /** Approximate number of possible calls for each message. It determines the share of calls with the fault. */
  readonly callsPerMessage: number;
  /** Fault in Kite's server. */
  readonly server?: Omit<FaultWish, "probability">;
  /** Fault in calls of the Bot API server that post a message. */
  readonly telegram?: TelegramFault;
  /** Time for which writes are invisible to reads without `ConsistentRead`. */
  readonly lag?: LagRange;
}

const writes = ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"];

/** Matches only messages, because the protocol cannot repeat an ERR frame. */
const messageFrame = '^\\["(TXT|BIN)"';

/**
 * All faults by their names for `--faults`. The sweep itself injects the faults without `server`, `telegram` or `lag`.
 */
export const sweepFaults: Readonly<Record<string, SweepFault>> = {
  "index-lag": {
    strikes: "every write stays invisible to reads without `ConsistentRead` for 20 to 1,500 ms",
    callsPerMessage: 3,
    lag: { minimumMilliseconds: 20, maximumMilliseconds: 1_500 },
  },
  "table-throttled": {
    strikes: "a DynamoDB call is throttled with 400; in half of the cases, every retry of the SDK fails too",
    callsPerMessage: 5,
    server: { place: "table", kind: "throttle", repeats: 2 },
  },
  "table-failing": {
    strikes: "a DynamoDB call is answered with 500; in half of the cases, every retry of the SDK fails too",
    callsPerMessage: 5,
    server: { place: "table", kind: "refuse", repeats: 2 },
  },
  "table-conflict": {
    strikes: "a DynamoDB write is answered with TransactionConflict, which the SDK does not retry",
    callsPerMessage: 3,
    server: { place: "table", kind: "conflict", only: writes },
  },
  "table-answer-lost": {
    strikes: "a DynamoDB write is committed, and its response is lost",
    callsPerMessage: 3,
    server: { place: "table", kind: "lose", only: writes },
  },
  "queue-failing": {
    strikes: "an SQS call is answered with 500; in half of the cases, every retry of the SDK fails too",
    callsPerMessage: 0.8,
    server: { place: "queue", kind: "refuse", repeats: 2 },
  },
  "queue-answer-lost": {
    strikes: "an SQS call is completed, and its response is lost",
    callsPerMessage: 0.8,
    server: { place: "queue", kind: "lose" },
  },
  "bucket-failing": {
    strikes: "an S3 call, which may be a visitor's upload, is answered with 503",
    callsPerMessage: 0.13,
    server: { place: "bucket", kind: "refuse" },
  },
  "bucket-answer-lost": {
    strikes: "an S3 call is completed, and its response is lost",
    callsPerMessage: 0.13,
    server: { place: "bucket", kind: "lose" },
  },
  "push-gone": {
    strikes: "a push is answered with 410, two seconds before the client notices that its socket is gone",
    callsPerMessage: 0.4,
    server: { place: "push", pattern: messageFrame, kind: "refuse" },
  },
  "push-throttled": {
    strikes: "a push is answered with 429; in half of the cases, every retry of the SDK fails too",
    callsPerMessage: 0.4,
    server: { place: "push", pattern: messageFrame, kind: "throttle", repeats: 2 },
  },
  "push-slow": {
    strikes: "a push takes two seconds",
    callsPerMessage: 0.4,
    server: { place: "push", pattern: messageFrame, kind: "delay", delayMilliseconds: 2_000 },
  },
  "push-lost": {
    strikes: "a push is accepted, but the visitor's frozen socket never displays it",
    callsPerMessage: 0.15,
  },
  "disconnect-lost": {
    strikes: "$disconnect never arrives",
    callsPerMessage: 0.028,
    server: { place: "disconnect", kind: "lose" },
  },
  "disconnect-late": {
    strikes: "$disconnect arrives five seconds late",
    callsPerMessage: 0.028,
    server: { place: "disconnect", kind: "delay", delayMilliseconds: 5_000 },
  },
  "kill-after-table": {
    strikes: "a function is killed after a DynamoDB write, before it receives the response",
    callsPerMessage: 3,
    server: { place: "function", kind: "kill", only: "dynamodb" },
  },
  "kill-after-queue": {
    strikes: "a function is killed after an SQS call",
    callsPerMessage: 0.5,
    server: { place: "function", kind: "kill", only: "sqs" },
  },
  "kill-after-push": {
    strikes: "a function is killed after a push",
    callsPerMessage: 0.35,
    server: { place: "function", kind: "kill", only: "push" },
  },
  "kill-after-bucket": {
    strikes: "a function is killed after an S3 write",
    callsPerMessage: 0.055,
    server: { place: "function", kind: "kill", only: "s3" },
  },
  "kill-after-telegram": {
    strikes: "a function is killed after a Bot API call",
    callsPerMessage: 0.34,
    server: { place: "function", kind: "kill", only: "other" },
  },
  "telegram-429": {
    strikes: "a post is answered with 429 and retry_after 2",
    callsPerMessage: 0.45,
    telegram: { kind: "tooManyRequests", retryAfterSeconds: 2 },
  },
  "telegram-429-chat": {
    strikes:
      "for three seconds every post to the chat is answered with 429 and the remaining time as retry_after",
    callsPerMessage: 0.45,
  },
  "telegram-500": {
    strikes: "a post is answered with 500 as JSON",
    callsPerMessage: 0.45,
    telegram: { kind: "serverError" },
  },
  "telegram-html": {
    strikes: "a post is answered by a proxy: 502 and a page of HTML",
    callsPerMessage: 0.45,
    telegram: { kind: "proxyPage" },
  },
  "telegram-timeout-before": {
    strikes: "a post is not made, and its call gets no response",
    callsPerMessage: 0.45,
    telegram: { kind: "unanswered" },
  },
  "telegram-timeout-after": {
    strikes: "a post is made, and its call gets no response",
    callsPerMessage: 0.45,
    telegram: { kind: "hangingAnswer" },
  },
  "telegram-reset-after": {
    strikes: "a post is made, and the connection is reset before the response",
    callsPerMessage: 0.45,
    telegram: { kind: "lostAnswer" },
  },
  "telegram-403": {
    strikes: "a post is rejected with 403: the bot was kicked",
    callsPerMessage: 0.45,
    telegram: { kind: "kicked" },
  },
  "webhook-repeated": {
    strikes: "an update is sent twice at the same time, and again a minute later",
    callsPerMessage: 0.44,
  },
  "reconnect-storm": {
    strikes: "three times in a run, most visitors lose their sockets at the same time",
    callsPerMessage: 0.1,
  },
  "server-killed": {
    strikes: "the server is killed in the middle of a burst; a hit is a message in transit at that moment",
    callsPerMessage: 1,
  },
};

/**
 * Target for the number of hits. It is four standard deviations above the minimum of a run, so that none of the faults
 * is below it by chance.
 */
const aimedHits = 48;

/** Minimum share and number of calls with a fault. */
export const leastShare = 0.01;
export const leastHits = 20;

/** Maximum share. A call with a fault at every attempt would never succeed. */
const mostShare = 0.75;

/** Number of standard deviations above the minimum share, so that a fault is not below its minimum share by chance. */
const deviations = 3;

/** Returns the share of calls with a fault in a run with a number of messages. */
export function shareOf({ callsPerMessage }: SweepFault, messages: number): number {
  const calls = callsPerMessage * messages;
  const safe = leastShare + deviations * Math.sqrt(leastShare / calls);
  return Math.min(mostShare, Math.max(safe, aimedHits / calls));
}

/**
 * Selects at most one of the faults that are possible for a call. A single draw decides among all of them. With
 * separate draws, the last fault would get only the calls that the other faults left.
 *
 * @param draw Number from 0 to 1.
 */
export function faultFor(draw: number, names: readonly string[], messages: number): string | undefined {
  const shares = names.map((name) => {
    const fault = sweepFaults[name];
    return fault === undefined ? 0 : shareOf(fault, messages);
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  let left = draw * Math.max(1, sum / mostShare);
  return names.find((_, index) => {
    left -= shares[index] ?? 0;
    return left < 0;
  });
}
