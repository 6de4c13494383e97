import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type Destination, destinationKey, type Message, readDestinationKey } from "../chat/model";
import type { MessageStore } from "../chat/ports";
import { orderKey } from "../chat/time";
import { updateIf } from "./conditional-update";
import { days, isLive, secondsFrom } from "./expiry";
import {
  conversationOf,
  departureKeyOf,
  departureOf,
  departureRow,
  dropKeyOf,
  dropRow,
  isMessage,
  messageKeyOf,
  messageOf,
  messageRow,
} from "./message-row";

/** How long an update's number is remembered; Telegram tries for a day at most. */
const updateDays = 2;

/** What BatchWriteItem takes at once. */
const batchMax = 25;

/**
 * A row for each message, by conversation and messageId, so that a repeat meets the first. `waitsFor` puts it
 * into the sparse index of what waits, in order; it is removed when the message has arrived.
 */
export function messageStore(
  client: DynamoDBDocumentClient,
  TableName: string,
  retentionDays: number,
  now: () => number,
): MessageStore {
  const change = async (message: Message, UpdateExpression: string, values: Record<string, unknown>) => {
    await updateIf(client, {
      TableName,
      Key: messageKeyOf(message),
      UpdateExpression,
      // A row that was erased or has expired in between stays away.
      ConditionExpression: "attribute_exists(conversation)",
      ExpressionAttributeValues: values,
    });
  };
  const waitingRows = async (destination: Destination, limit: number) => {
    const live: Record<string, unknown>[] = [];
    const pages = paginateQuery(
      { client, pageSize: limit },
      {
        TableName,
        IndexName: "waiting",
        KeyConditionExpression: "waitsFor = :waitsFor",
        ExpressionAttributeValues: { ":waitsFor": destinationKey(destination) },
      },
    );
    for await (const { Items = [] } of pages) {
      live.push(...Items.filter((item) => isLive(item, now())));
      if (live.length >= limit) break;
    }
    return live.slice(0, limit);
  };

  return {
    async add(message) {
      const expiresAt = secondsFrom(now(), days(retentionDays));
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...messageRow(message), expiresAt },
            ConditionExpression: "attribute_not_exists(conversation) OR expiresAt <= :now",
            ExpressionAttributeValues: { ":now": now() / 1000 },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { added: true, stored: message };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException && error.Item)) throw error;
        const stored = messageOf(unmarshall(error.Item));
        // The client tries again when an answer is lost, and then meets the row that it has made itself.
        return { added: stored.destinationMessageId === message.destinationMessageId, stored };
      }
    },
    async waiting(destination, limit) {
      return (await waitingRows(destination, limit)).map(messageOf);
    },
    async settle(message, outcome) {
      await change(message, "REMOVE waitsFor SET outcome = :outcome", { ":outcome": outcome });
    },
    async advance(message, partsShown) {
      await change(message, "REMOVE firstWords SET partsShown = :partsShown", { ":partsShown": partsShown });
    },
    async hold(message) {
      await change(message, "SET held = :held", { ":held": true });
    },
    async history(member, limit, before) {
      const messages: Message[] = [];
      const pages = paginateQuery(
        { client, pageSize: limit },
        {
          TableName,
          IndexName: "timeline",
          // The index holds keys alone; DynamoDB fetches the rest from the table, for a local index only.
          Select: "ALL_ATTRIBUTES",
          KeyConditionExpression: `conversation = :conversation${before === undefined ? "" : " AND #order < :before"}`,
          ...(before !== undefined && { ExpressionAttributeNames: { "#order": "order" } }),
          ExpressionAttributeValues: {
            ":conversation": conversationOf(member),
            ...(before !== undefined && { ":before": orderKey(before, "") }),
          },
          ScanIndexForward: false,
        },
      );
      for await (const { Items = [] } of pages) {
        // Not by a filter of the query: it may name only what the index holds itself.
        messages.push(...Items.filter((item) => isMessage(item) && isLive(item, now())).map(messageOf));
        if (messages.length >= limit) break;
      }
      return messages.slice(0, limit);
    },
    async noteDeparture(departure) {
      const expiresAt = secondsFrom(now(), days(1));
      await client.send(new PutCommand({ TableName, Item: { ...departureRow(departure), expiresAt } }));
    },
    async departures(channelName, before) {
      const rows = await waitingRows({ to: "departures", channelName }, 100);
      return rows.map(departureOf).filter(({ leftAt }) => leftAt < before);
    },
    async settleDeparture(departure) {
      await client.send(new DeleteCommand({ TableName, Key: departureKeyOf(departure) }));
    },
    async noteDrop(channelName) {
      const expiresAt = secondsFrom(now(), days(retentionDays));
      const Item = { ...dropRow(channelName, new Date(now()).toISOString()), expiresAt };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async settleDrop(channelName) {
      await client.send(new DeleteCommand({ TableName, Key: dropKeyOf(channelName) }));
    },
    async erase(member) {
      const pages = paginateQuery(
        { client, pageSize: batchMax },
        {
          TableName,
          KeyConditionExpression: "conversation = :conversation",
          ExpressionAttributeValues: { ":conversation": conversationOf(member) },
          ProjectionExpression: "conversation, messageKey",
        },
      );
      for await (const { Items = [] } of pages) {
        if (Items.length === 0) continue;
        const requests = Items.map((Key) => ({ DeleteRequest: { Key } }));
        const { UnprocessedItems } = await client.send(
          new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
        );
        if (UnprocessedItems?.[TableName]?.length)
          throw new Error("DynamoDB has not deleted all rows: it is tried again.");
      }
    },
    async overdue(storedBefore) {
      const keys = new Set<string>();
      const pages = paginateScan(
        { client },
        {
          TableName,
          IndexName: "waiting",
          FilterExpression: "storedAt < :before AND attribute_not_exists(held) AND expiresAt > :now",
          ExpressionAttributeValues: { ":before": storedBefore, ":now": now() / 1000 },
          ProjectionExpression: "waitsFor",
        },
      );
      for await (const { Items = [] } of pages) for (const { waitsFor } of Items) keys.add(String(waitsFor));
      return [...keys].map(readDestinationKey).filter((it): it is Destination => it !== undefined);
    },
    async noteUpdate(updateId) {
      const conversation = `update#${updateId}`;
      const expiresAt = secondsFrom(now(), days(updateDays));
      try {
        await client.send(
          new PutCommand({
            TableName,
            // Without `order` it is in no index: one unit, not two.
            Item: { conversation, messageKey: "update", expiresAt },
            ConditionExpression: "attribute_not_exists(conversation) OR expiresAt <= :now",
            ExpressionAttributeValues: { ":now": now() / 1000 },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
