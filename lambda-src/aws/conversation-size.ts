/**
 * Maximum number of pages that are read of a conversation. A page has up to one megabyte:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
export const conversationPages = 8;

/** Maximum number of pages that a visitor's own messages fill. One page is left for the host's newest messages. */
export const visitorPages = conversationPages - 1;

const pageBytes = 1_000_000;

/**
 * Number of UTC days beyond the retention whose messages may still be in the table. These are the current day and two
 * more days, because TTL may delete an expired row up to two days late.
 */
const daysBeyondRetention = 3;

/**
 * Returns the maximum size of a member's messages of one UTC day, in bytes. Even if a visitor reaches this limit every
 * day, all their messages fit into {@link visitorPages}.
 */
export function bytesPerDay(retentionDays: number): number {
  return Math.floor((visitorPages * pageBytes) / (retentionDays + daysBeyondRetention));
}
