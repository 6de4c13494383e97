import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { PendingRow } from "../chat/stores";
import { days, isLive, secondsFrom } from "./expiry";
import { pendingRowOf } from "./message-row";
import { type Row, table } from "./table";

/**
 * The key of the row with the position at which a reader stopped. No conversation has this key, because conversation
 * keys contain `/`.
 */
const placeKey = { conversation: "sweep", messageKey: "sweep" };

/** The position expires when no sweep has used it for a day. */
const placeSeconds = days(1);

/**
 * Yields all pending rows. A scan always begins with the same row. If a reader has no time for all rows, the next
 * reader therefore begins after the rows that were handled, and reads the handled rows last.
 */
export async function* allPendingRows(
  client: DynamoDBDocumentClient,
  TableName: string,
  now: () => number,
): AsyncGenerator<PendingRow, void> {
  const rows = table(client, TableName);
  const scan = async function* (after?: Row) {
    const pages = paginateScan(
      { client, ...(after && { startingToken: after }) },
      {
        TableName,
        IndexName: "pending",
        ConsistentRead: true,
        FilterExpression: "expiresAt > :now",
        ExpressionAttributeValues: { ":now": now() / 1000 },
      },
    );
    for await (const { Items = [] } of pages) {
      yield* Items;
    }
  };

  const stored = await rows.get(placeKey);
  const place = isLive(stored, now()) ? (stored.place as Row) : undefined;
  let handled: Row | undefined;
  let isComplete = false;
  try {
    let first: Row | undefined;
    for await (const row of scan(place)) {
      first ??= row;
      yield pendingRowOf(row);
      handled = row;
    }
    for await (const row of place ? scan() : []) {
      if (isSame(row, first)) {
        break;
      }
      yield pendingRowOf(row);
      handled = row;
      if (isSame(row, place)) {
        break;
      }
    }
    isComplete = true;
  } finally {
    if (!isComplete && handled) {
      const expiresAt = secondsFrom(now(), placeSeconds);
      await rows.put({ ...placeKey, place: placeOf(handled), expiresAt });
    } else if (place) {
      await rows.delete(placeKey);
    }
  }
}

/** Returns the key of a row in the index. */
function placeOf({ conversation, messageKey, pending }: Row): Row {
  return { conversation, messageKey, pending };
}

function isSame(row: Row, other: Row | undefined): boolean {
  return row.conversation === other?.conversation && row.messageKey === other?.messageKey;
}
