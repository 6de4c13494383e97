import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";
import type { Message } from "../chat/model";
import type { MessageStore } from "../chat/stores";
import { conversationReader } from "./conversation-reader";
import { days, isLive, secondsFrom } from "./expiry";
import {
  conversationOf,
  departureKeyOf,
  departureRow,
  dropKeyOf,
  dropRow,
  messageKeyOf,
  messageOf,
  messageRow,
  pendingKeyOf,
  pendingRowOf,
} from "./message-row";
import { type Row, rowMet, table } from "./table";

/** BatchWriteItem takes so many rows at once. */
const batchMax = 25;

/**
 * A row for each message, by conversation and messageId, so that a repeat meets the first. While it is pending, its
 * attribute `pending` puts it into a sparse local index, in order; the attribute is removed when it has arrived. All
 * reads are consistent: a local index allows that, a global one does not.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
 */
export function messageStore(
  client: DynamoDBDocumentClient,
  TableName: string,
  retentionDays: number,
  now: () => number,
): MessageStore {
  const rows = table(client, TableName);
  /** Sets the attributes that have a value, of a message that is pending. */
  const setPending = async (message: Message, attributes: Row, more: string) => {
    const set = Object.entries(attributes).filter(([, value]) => value !== undefined);
    const terms = set.map(([name]) => `#${name} = :${name}`).join(", ");
    await rows.update(messageKeyOf(message), [more, terms && `SET ${terms}`].filter(Boolean).join(" "), {
      condition: "attribute_exists(pending)",
      ...(set.length > 0 && {
        names: Object.fromEntries(set.map(([name]) => [name, name])),
        values: Object.fromEntries(set),
      }),
    });
  };

  return {
    ...conversationReader(client, TableName, now),

    async add(message) {
      const written = await rows.put(
        { ...messageRow(message), pending: pendingKeyOf(message) },
        {
          condition: "attribute_not_exists(conversation) OR expiresAt <= :now",
          values: { now: now() / 1000 },
        },
      );
      if (written.row) {
        return { added: true, stored: message, pending: true };
      }
      const met = rowMet(written);
      const stored = messageOf(met);
      // The SDK tries again when an answer is lost, and then meets the row that it has made itself.
      const added = stored.destinationMessageId === message.destinationMessageId;
      return { added, stored, pending: met.pending !== undefined };
    },

    async find(member, direction, messageId) {
      const item = await rows.get(messageKeyOf({ member, direction, messageId }));
      if (!isLive(item, now())) {
        return "none";
      }
      return item.pending === undefined ? "settled" : "pending";
    },

    async addDelivered(message, takenBy) {
      const deliveredAt = new Date(now()).toISOString();
      const item = { ...messageRow(message), outcome: "delivered", deliveredAt, takenBy };
      // Of two copies of one update, the one that delivered wins.
      await rows.put(item, {
        condition: "attribute_not_exists(conversation) OR attribute_exists(pending)",
      });
    },

    async settle(message, outcome, { post, takenBy } = {}) {
      const set = {
        outcome,
        deliveredAt: new Date(now()).toISOString(),
        postId: post?.chatMessageId,
        // Only where the chat has another id by now: an attribute more might begin the row's second kilobyte.
        postChatId: post?.hostChatId === message.hostChatId ? undefined : post?.hostChatId,
        takenBy,
      };
      // A row that was erased or has expired in between stays away; one that was delivered stays so.
      await setPending(message, set, "REMOVE pending, firstWords");
    },

    async restore(member, direction, messageId) {
      const key = messageKeyOf({ member, direction, messageId });
      const item = await rows.get(key);
      if (!isLive(item, now())) {
        return undefined;
      }
      const expression =
        "SET pending = :pending, expiresAt = :expiresAt REMOVE outcome, deliveredAt, tries, noticed";
      const { row } = await rows.update(key, expression, {
        condition: "outcome = :undeliverable",
        values: {
          pending: pendingKeyOf(messageOf(item)),
          expiresAt: secondsFrom(now(), days(retentionDays)),
          undeliverable: "undeliverable",
        },
        returns: "ALL_NEW",
      });
      return row && messageOf(row);
    },

    async advance(message, { partsShown, tries, announced, noticed, content, waitsUntil }) {
      const { type, fileSize } = content ?? {};
      const set = { partsShown, tries, noticed, waitsUntil, type, fileSize };
      await setPending(message, set, announced ? "REMOVE firstWords" : "");
    },

    async noteTaken(message, connectionId) {
      // In place of those before, so that no row grows. The time too: this socket may swallow it as the last one did.
      await rows.update(messageKeyOf(message), "SET takenBy = :connectionIds, takenAt = :now", {
        condition: "attribute_exists(conversation)",
        values: { connectionIds: [connectionId], now: new Date(now()).toISOString() },
      });
    },

    async noteDeparture(departure) {
      await rows.put({ ...departureRow(departure), expiresAt: secondsFrom(now(), days(1)) });
    },

    async settleDeparture(departure) {
      // A later departure may have replaced this one.
      await rows.delete(departureKeyOf(departure), {
        condition: "storedAt = :leftAt",
        values: { leftAt: departure.leftAt },
      });
    },

    async noteDrop(channelName) {
      const expiresAt = secondsFrom(now(), days(retentionDays));
      await rows.put({ ...dropRow(channelName, new Date(now()).toISOString()), expiresAt });
    },

    async findDrop(channelName) {
      const item = await rows.get(dropKeyOf(channelName));
      return isLive(item, now()) ? String(item.storedAt) : undefined;
    },

    async settleDrop(channelName) {
      await rows.delete(dropKeyOf(channelName));
    },

    async erase(member) {
      const pages = paginateQuery(
        { client, pageSize: batchMax },
        {
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "conversation = :conversation",
          ExpressionAttributeValues: { ":conversation": conversationOf(member) },
          ProjectionExpression: "conversation, messageKey",
        },
      );
      for await (const { Items = [] } of pages) {
        if (Items.length === 0) {
          continue;
        }
        const requests = Items.map((Key) => ({ DeleteRequest: { Key } }));
        const { UnprocessedItems } = await client.send(
          new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
        );
        if (UnprocessedItems?.[TableName]?.length) {
          throw new Error("DynamoDB has not deleted all rows: it is tried again.");
        }
      }
    },
    async *allPending() {
      const pages = paginateScan(
        { client },
        {
          TableName,
          IndexName: "pending",
          ConsistentRead: true,
          FilterExpression: "expiresAt > :now",
          ExpressionAttributeValues: { ":now": now() / 1000 },
        },
      );
      for await (const { Items = [] } of pages) {
        yield* Items.map(pendingRowOf);
      }
    },
  };
}
