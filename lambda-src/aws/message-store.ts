import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  paginateScan,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import {
  type Destination,
  destinationKey,
  destinationOf,
  type Message,
  readDestinationKey,
} from "../chat/model";
import type { MessageStore } from "../chat/ports";
import { orderKey } from "../chat/time";
import { days, isLive, secondsFrom } from "./expiry";

/** How long an update's number is remembered; Telegram tries for a day at most. */
const updateDays = 2;

/**
 * A row for each message, by conversation and messageId, so that a repeat meets the first. `waitsFor` puts it
 * into the sparse index of what waits, in order; it is removed when the message has arrived.
 */
export function messageStore(
  client: DynamoDBDocumentClient,
  tableName: string,
  retentionDays: number,
  now: () => number,
): MessageStore {
  const update = async (message: Message, UpdateExpression: string, values: Record<string, unknown>) => {
    await client
      .send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(message),
          UpdateExpression,
          // A row that was erased or has expired in between stays away.
          ConditionExpression: "attribute_exists(conversation)",
          ExpressionAttributeValues: values,
        }),
      )
      .catch(ignoreFailedCondition);
  };

  return {
    async add(message) {
      const expiresAt = secondsFrom(now(), days(retentionDays));
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...keyOf(message), ...attributesOf(message), expiresAt },
            ConditionExpression: "attribute_not_exists(conversation) OR expiresAt <= :now",
            ExpressionAttributeValues: { ":now": now() / 1000 },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { added: true, stored: message };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException && error.Item)) throw error;
        return { added: false, stored: messageOf(unmarshall(error.Item)) };
      }
    },
    async waiting(destination, limit) {
      const pages = paginateQuery(
        { client, pageSize: limit },
        {
          TableName: tableName,
          IndexName: "waiting",
          KeyConditionExpression: "waitsFor = :waitsFor",
          ExpressionAttributeValues: { ":waitsFor": destinationKey(destination) },
        },
      );
      const live: Message[] = [];
      for await (const { Items = [] } of pages) {
        live.push(...Items.filter((item) => isLive(item, now())).map(messageOf));
        if (live.length >= limit) break;
      }
      return live.slice(0, limit);
    },
    async settle(message, outcome) {
      await update(message, "REMOVE waitsFor SET outcome = :outcome", { ":outcome": outcome });
    },
    async advance(message, partsShown) {
      await update(message, "SET partsShown = :partsShown", { ":partsShown": partsShown });
    },
    async hold(message) {
      await update(message, "SET held = :held", { ":held": true });
    },
    async overdue(storedBefore) {
      const keys = new Set<string>();
      const pages = paginateScan(
        { client },
        {
          TableName: tableName,
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
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: {
              conversation,
              messageKey: "update",
              order: conversation,
              expiresAt: secondsFrom(now(), days(updateDays)),
            },
            ConditionExpression: "attribute_not_exists(conversation)",
          }),
        );
        return true;
      } catch (error) {
        ignoreFailedCondition(error);
        return false;
      }
    },
  };
}

function ignoreFailedCondition(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}

function keyOf({ member, direction, messageId }: Message): { conversation: string; messageKey: string } {
  return {
    conversation: `${member.channelName}/${member.memberId}`,
    messageKey: `${direction}#${messageId}`,
  };
}

function attributesOf(message: Message): Record<string, unknown> {
  const { member, content, ...rest } = message;
  return {
    ...member,
    ...rest,
    ...content,
    order: orderKey(message.sentAt, message.messageId),
    waitsFor: destinationKey(destinationOf(message)),
  };
}

function messageOf(item: Record<string, unknown>): Message {
  const { channelName, memberId, direction, text, partsShown, ...rest } = item as Record<string, string>;
  const { messageId, destinationMessageId, sentAt, storedAt, memberName, tag, hostChatId } = rest;
  return {
    member: { channelName: channelName ?? "", memberId: memberId ?? "" },
    direction: direction === "toHost" ? "toHost" : "toVisitor",
    messageId: messageId ?? "",
    destinationMessageId: destinationMessageId ?? "",
    sentAt: sentAt ?? "",
    storedAt: storedAt ?? "",
    content: { type: "text", text: text ?? "" },
    memberName: memberName ?? "",
    tag: tag ?? "",
    hostChatId: hostChatId ?? "",
    partsShown: Number(partsShown ?? 0),
  };
}
