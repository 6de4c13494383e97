import { BatchWriteCommand, type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Message } from "../chat/model";
import type { MessageStore } from "../chat/stores";
import { conversationReader } from "./conversation-reader";
import { days, isLive, secondsFrom } from "./expiry";
import {
  conversationOf,
  departureKeyOf,
  departureRow,
  erasureAttributes,
  erasureKeyOf,
  erasureOf,
  isMessage,
  messageKeyOf,
  messageOf,
  messageRow,
  pendingKeyOf,
} from "./message-row";
import { allPendingRows } from "./pending-rows";
import { type Row, rowMet, table } from "./table";

/** The maximum number of rows in a BatchWriteItem. */
const batchMax = 25;

/**
 * Stores a row for each message, by conversation and messageId, so that a repeated message finds the row of the first
 * one. The attribute `pending` puts a pending message into a sparse local index, in order, and is removed after the
 * delivery. All reads are consistent. A local index supports consistent reads, and a global index does not.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
 */
export function messageStore(
  client: DynamoDBDocumentClient,
  TableName: string,
  retentionDays: number,
  now: () => number,
): MessageStore {
  const rows = table(client, TableName);
  /** Sets those attributes of a pending message that have a value. @returns whether the message is still pending */
  const setPending = async (message: Message, attributes: Row, more: string): Promise<boolean> => {
    const set = Object.entries(attributes).filter(([, value]) => value !== undefined);
    const terms = set.map(([name]) => `#${name} = :${name}`).join(", ");
    const { row } = await rows.update(
      messageKeyOf(message),
      [more, terms && `SET ${terms}`].filter(Boolean).join(" "),
      {
        condition: "attribute_exists(pending)",
        ...(set.length > 0 && {
          names: Object.fromEntries(set.map(([name]) => [name, name])),
          values: Object.fromEntries(set),
        }),
      },
    );
    return row !== undefined;
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
      // If a response is lost, the SDK retries, and finds the row that its first attempt created.
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
      // If one of two copies of an update has delivered the message, its row stays delivered.
      await rows.put(item, {
        condition: "attribute_not_exists(conversation) OR attribute_exists(pending)",
      });
    },

    async settle(message, outcome, { post, takenBy } = {}) {
      const set = {
        outcome,
        deliveredAt: new Date(now()).toISOString(),
        postId: post?.chatMessageId,
        // Stored only if the chat has another id now, because one more attribute may make the row larger than a
        // kilobyte.
        postChatId: post?.hostChatId === message.hostChatId ? undefined : post?.hostChatId,
        takenBy,
      };
      // A row that was erased or has expired meanwhile is not created again, and a delivered one stays unchanged.
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
      return setPending(message, set, announced ? "REMOVE firstWords" : "");
    },

    async noteTaken(message, connectionId) {
      // The new values replace earlier ones, so that the row does not grow. The time is stored too, because this socket
      // may have lost the message as well.
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

    async noteErasure(erasure) {
      const since = new Date(now()).toISOString();
      const expiresAt = secondsFrom(now(), days(retentionDays));
      const values = { ...erasureAttributes({ ...erasure, since }), expiresAt };
      const names = Object.keys(values);
      // A second copy of an update must not reset the counts.
      await rows.update(
        erasureKeyOf(erasure),
        `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
        { names: Object.fromEntries(names.map((name) => [name, name])), values },
      );
    },

    async findErasure(key) {
      const item = await rows.get(erasureKeyOf(key));
      return isLive(item, now()) ? erasureOf(item) : undefined;
    },

    async countErased(key, { members, messages, files }) {
      await rows.update(erasureKeyOf(key), "ADD members :members, messages :messages, files :files", {
        condition: "attribute_exists(pending)",
        values: { members, messages, files },
      });
    },

    async settleErasure(key) {
      await rows.delete(erasureKeyOf(key));
    },

    async erase(member) {
      let erased = 0;
      const pages = paginateQuery(
        { client, pageSize: batchMax },
        {
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "conversation = :conversation",
          ExpressionAttributeValues: { ":conversation": conversationOf(member) },
          ProjectionExpression: "conversation, messageKey, #type",
          ExpressionAttributeNames: { "#type": "type" },
        },
      );
      for await (const { Items = [] } of pages) {
        if (Items.length === 0) {
          continue;
        }
        const requests = Items.map(({ conversation, messageKey }) => ({
          DeleteRequest: { Key: { conversation, messageKey } },
        }));
        const { UnprocessedItems } = await client.send(
          new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
        );
        if (UnprocessedItems?.[TableName]?.length) {
          throw new Error("DynamoDB has not deleted all rows. The operation is retried.");
        }
        erased += Items.filter(isMessage).length;
      }
      return erased;
    },

    allPending: () => allPendingRows(client, TableName, now),
  };
}
