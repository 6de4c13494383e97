import { isoTime } from "@kite-chat/protocol";

/** The largest difference at which a sender's clock is trusted. */
const clockToleranceMilliseconds = 5 * 60_000;

/** Returns a sender's timestamp, or the current time if the timestamp is more than five minutes off. */
export function trustedTime(timestamp: string, now: number): string {
  const off = Math.abs(Date.parse(timestamp) - now);
  return off > clockToleranceMilliseconds ? new Date(now).toISOString() : timestamp;
}

/**
 * Returns the key that orders the messages of a conversation by time, with nanosecond precision, and then by messageId.
 */
export function orderKey(sentAt: string, messageId: string): string {
  const [, seconds, fraction = ""] = isoTime.exec(sentAt) ?? [];
  return `${seconds ?? sentAt}.${fraction.padEnd(9, "0")}Z#${messageId}`;
}

/**
 * Adds milliseconds to a time in whole seconds. The result is the current time, limited to that second. A host's quick
 * answer therefore comes after the question in the history.
 * @param second ISO 8601 UTC
 * @param now milliseconds since the epoch
 */
export function withinSecond(second: string, now: number): string {
  const start = Date.parse(second);
  return new Date(Math.min(Math.max(now, start), start + 999)).toISOString();
}
