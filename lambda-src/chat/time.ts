import { isoTime } from "@kite-chat/protocol";

/** How far a sender's clock may be off before its timestamp is taken as now. */
const clockToleranceMilliseconds = 5 * 60_000;

/** A sender's timestamp, or now when it is more than five minutes off. */
export function trustedTime(timestamp: string, now: number): string {
  const off = Math.abs(Date.parse(timestamp) - now);
  return off > clockToleranceMilliseconds ? new Date(now).toISOString() : timestamp;
}

/**
 * The key by which messages of a conversation are ordered: by time, to the nanosecond that the sender gave,
 * then by messageId.
 */
export function orderKey(sentAt: string, messageId: string): string {
  const [, seconds, fraction = ""] = isoTime.exec(sentAt) ?? [];
  return `${seconds ?? sentAt}.${fraction.padEnd(9, "0")}Z#${messageId}`;
}

/**
 * A time that was told in whole seconds, to the millisecond: the moment when we heard of it, where that lies within
 * the second. So a host's quick answer stands behind the question in the history.
 * @param second ISO 8601 UTC
 * @param now milliseconds since the epoch
 */
export function withinSecond(second: string, now: number): string {
  const start = Date.parse(second);
  return new Date(Math.min(Math.max(now, start), start + 999)).toISOString();
}
