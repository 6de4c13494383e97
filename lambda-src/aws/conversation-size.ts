/**
 * Maximum pages that are read of a conversation, of a megabyte each:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
export const conversationPages = 8;

/** Pages that a visitor's own messages fill at most, so that one page is left for the host's newest messages. */
export const visitorPages = conversationPages - 1;

const pageBytes = 1_000_000;

/**
 * UTC days, in addition to the retention, whose messages may be in the table: the current day, and two days because TTL
 * may delete an expired row up to two days late.
 */
const daysBeyondRetention = 3;

/**
 * Returns the bytes that a member's messages of one UTC day may take. Even if a visitor reaches this limit every day,
 * all their messages fit into {@link visitorPages}.
 */
export function bytesPerDay(retentionDays: number): number {
  return Math.floor((visitorPages * pageBytes) / (retentionDays + daysBeyondRetention));
}
