import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { MessageStore } from "../chat/stores";
import { updateIf } from "./conditional-update";
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
  return {
    ...conversationReader(client, TableName, now),
    async add(message) {
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...messageRow(message), pending: pendingKeyOf(message) },
            ConditionExpression: "attribute_not_exists(conversation) OR expiresAt <= :now",
            ExpressionAttributeValues: { ":now": now() / 1000 },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { added: true, stored: message, pending: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException && error.Item)) {
          throw error;
        }
        const item = unmarshall(error.Item);
        const stored = messageOf(item);
        // The SDK tries again when an answer is lost, and then meets the row that it has made itself.
        const added = stored.destinationMessageId === message.destinationMessageId;
        return { added, stored, pending: item.pending !== undefined };
      }
    },
    async find(member, direction, messageId) {
      const { Item } = await client.send(
        new GetCommand({
          TableName,
          Key: messageKeyOf({ member, direction, messageId }),
          ConsistentRead: true,
        }),
      );
      if (!isLive(Item, now())) {
        return "none";
      }
      return Item.pending === undefined ? "settled" : "pending";
    },
    async addDelivered(message, takenBy) {
      const deliveredAt = new Date(now()).toISOString();
      const Item = { ...messageRow(message), outcome: "delivered", deliveredAt, takenBy };
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item,
            // Of two copies of one update, the one that delivered wins.
            ConditionExpression: "attribute_not_exists(conversation) OR attribute_exists(pending)",
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) {
          throw error;
        }
      }
    },
    async settle(message, outcome, { post, takenBy } = {}) {
      const set = Object.entries({
        outcome,
        deliveredAt: new Date(now()).toISOString(),
        postId: post?.chatMessageId,
        // Only where the chat has another id by now: an attribute more might begin the row's second kilobyte.
        postChatId: post?.hostChatId === message.hostChatId ? undefined : post?.hostChatId,
        takenBy,
      }).filter(([, value]) => value !== undefined);
      await updateIf(client, {
        TableName,
        Key: messageKeyOf(message),
        UpdateExpression: `REMOVE pending, firstWords SET ${set.map(([name]) => `${name} = :${name}`).join(", ")}`,
        // A row that was erased or has expired in between stays away; one that was delivered stays so.
        ConditionExpression: "attribute_exists(pending)",
        ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      });
    },
    async restore(member, direction, messageId) {
      const Key = messageKeyOf({ member, direction, messageId });
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!isLive(Item, now())) {
        return undefined;
      }
      const attributes = await updateIf(client, {
        TableName,
        Key,
        UpdateExpression:
          "SET pending = :pending, expiresAt = :expiresAt REMOVE outcome, deliveredAt, tries, noticed",
        ConditionExpression: "outcome = :undeliverable",
        ExpressionAttributeValues: {
          ":pending": pendingKeyOf(messageOf(Item)),
          ":expiresAt": secondsFrom(now(), days(retentionDays)),
          ":undeliverable": "undeliverable",
        },
        ReturnValues: "ALL_NEW",
      });
      return attributes && messageOf(attributes);
    },
    async advance(message, { partsShown, tries, announced, noticed, content, waitsUntil }) {
      const set = Object.entries({
        partsShown,
        tries,
        noticed,
        waitsUntil,
        type: content?.type,
        fileSize: content?.fileSize,
      }).filter(([, value]) => value !== undefined);
      const names = set.map(([name]) => [`#${name}`, name]);
      const expression = [
        ...(set.length > 0 ? [`SET ${set.map(([name]) => `#${name} = :${name}`).join(", ")}`] : []),
        ...(announced ? ["REMOVE firstWords"] : []),
      ].join(" ");
      await updateIf(client, {
        TableName,
        Key: messageKeyOf(message),
        UpdateExpression: expression,
        ConditionExpression: "attribute_exists(pending)",
        ...(set.length > 0 && {
          ExpressionAttributeNames: Object.fromEntries(names),
          ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
        }),
      });
    },
    async noteTaken(message, connectionId) {
      await updateIf(client, {
        TableName,
        Key: messageKeyOf(message),
        // In place of those before, so that no row grows. The time too: this socket may swallow it as the last one did.
        UpdateExpression: "SET takenBy = :connectionIds, takenAt = :now",
        ConditionExpression: "attribute_exists(conversation)",
        ExpressionAttributeValues: {
          ":connectionIds": [connectionId],
          ":now": new Date(now()).toISOString(),
        },
      });
    },
    async noteDeparture(departure) {
      const expiresAt = secondsFrom(now(), days(1));
      await client.send(new PutCommand({ TableName, Item: { ...departureRow(departure), expiresAt } }));
    },
    async settleDeparture(departure) {
      try {
        await client.send(
          new DeleteCommand({
            TableName,
            Key: departureKeyOf(departure),
            // A later departure may have replaced this one.
            ConditionExpression: "storedAt = :leftAt",
            ExpressionAttributeValues: { ":leftAt": departure.leftAt },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) {
          throw error;
        }
      }
    },
    async noteDrop(channelName) {
      const expiresAt = secondsFrom(now(), days(retentionDays));
      const Item = { ...dropRow(channelName, new Date(now()).toISOString()), expiresAt };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async findDrop(channelName) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: dropKeyOf(channelName), ConsistentRead: true }),
      );
      return isLive(Item, now()) ? String(Item.storedAt) : undefined;
    },
    async settleDrop(channelName) {
      await client.send(new DeleteCommand({ TableName, Key: dropKeyOf(channelName) }));
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
