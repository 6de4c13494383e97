/** Returns a value for the attribute that DynamoDB's TTL reads: seconds since the epoch. */
export function secondsFrom(now: number, seconds: number): number {
  return Math.floor(now / 1000) + seconds;
}

/**
 * Returns whether a row has not expired. TTL deletes up to 48 h late, so every read checks the time too.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 */
export function isLive(
  item: Record<string, unknown> | undefined,
  now: number,
): item is Record<string, unknown> {
  return item !== undefined && (typeof item.expiresAt !== "number" || item.expiresAt > now / 1000);
}

/** Returns the seconds in a number of days. */
export function days(count: number): number {
  return count * 86_400;
}
