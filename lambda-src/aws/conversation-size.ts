/**
 * Maximum pages that are read of a conversation, of a megabyte each:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
export const conversationPages = 8;

/** Pages that a visitor's own messages fill at most, so that one page is left for the host's newest messages. */
export const visitorPages = conversationPages - 1;

const pageBytes = 1_000_000;

/**
 * UTC days whose messages stand in a table beyond the retention: the day that is only partly over, and two days after
 * which TTL deletes an expired row.
 */
const daysBeyondRetention = 3;

/**
 * Returns the bytes that a member's messages of one UTC day may take, so that all messages of a visitor who uses up each
 * day still fit into {@link visitorPages}.
 */
export function bytesPerDay(retentionDays: number): number {
  return Math.floor((visitorPages * pageBytes) / (retentionDays + daysBeyondRetention));
}
