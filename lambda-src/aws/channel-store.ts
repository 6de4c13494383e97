import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import type { HostedChannel, MemberRef } from "../chat/model";
import type { ChannelStore } from "../chat/ports";
import { updateIf } from "./conditional-update";

/**
 * Two rows a channel, made together: `channel#<name>` says which chat hosts it, `chat#<id>` which channel a chat
 * hosts and who wrote last there.
 */
export function channelStore(client: DynamoDBDocumentClient, tableName: string): ChannelStore {
  const get = async (channelKey: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { channelKey }, ConsistentRead: true }),
    );
    return Item;
  };
  const find = async (channelName: string): Promise<HostedChannel | undefined> => {
    const item = await get(channelKeyOf(channelName));
    // A channel that was dropped has no host; its row keeps the name until all is erased.
    return item?.hostChatId && { channelName, hostChatId: item.hostChatId, lastWriter: undefined };
  };
  /** @returns false when the chat does not host the member's channel */
  const noteIn = async ({ channelName, memberId }: MemberRef, hostChatId: string): Promise<boolean> => {
    const noted = await updateIf(client, {
      TableName: tableName,
      Key: { channelKey: chatKeyOf(hostChatId) },
      UpdateExpression: "SET lastWriter = :memberId",
      ConditionExpression: "channelName = :channelName",
      ExpressionAttributeValues: { ":memberId": memberId, ":channelName": channelName },
    });
    return noted !== undefined;
  };
  return {
    find,
    async create(channelName, hostChatId) {
      const put = (Item: Record<string, string>) => ({
        Put: { TableName: tableName, Item, ConditionExpression: "attribute_not_exists(channelKey)" },
      });
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              put({ channelKey: channelKeyOf(channelName), channelName, hostChatId }),
              put({ channelKey: chatKeyOf(hostChatId), channelName, hostChatId }),
            ],
          }),
        );
        return "created";
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const [name, chat] = error.CancellationReasons ?? [];
        // A conflict is two hosts at the same moment: whoever asks again is told the truth.
        if (chat?.Code === "ConditionalCheckFailed") return "chat taken";
        if (name?.Code === "ConditionalCheckFailed") return "name taken";
        throw error;
      }
    },
    async findByHostChat(hostChatId) {
      const item = await get(chatKeyOf(hostChatId));
      return item && { channelName: item.channelName, hostChatId, lastWriter: lastWriterOf(item) };
    },
    async noteLastWriter(member, hostChatId) {
      if (await noteIn(member, hostChatId)) return hostChatId;
      // The chat has another id now, or hosts the channel no more: the channel's own row knows.
      const moved = (await find(member.channelName))?.hostChatId;
      if (moved !== undefined && moved !== hostChatId) await noteIn(member, moved);
      return moved;
    },
    async drop({ channelName, hostChatId }) {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: tableName, Item: { channelKey: channelKeyOf(channelName), channelName } } },
            { Delete: { TableName: tableName, Key: { channelKey: chatKeyOf(hostChatId) } } },
          ],
        }),
      );
    },
    async remove(channelName) {
      await client.send(
        new DeleteCommand({
          TableName: tableName,
          Key: { channelKey: channelKeyOf(channelName) },
          ConditionExpression: "attribute_not_exists(hostChatId)",
        }),
      );
    },
    async moveHostChat(channelName, fromChatId, toChatId) {
      const before = await get(chatKeyOf(fromChatId));
      // Told twice, the old row is gone: the new one keeps what it has.
      const lastWriter = before?.channelName === channelName ? before.lastWriter : undefined;
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName: tableName,
                Key: { channelKey: channelKeyOf(channelName) },
                UpdateExpression: "SET hostChatId = :to",
                ConditionExpression: "hostChatId IN (:from, :to)",
                ExpressionAttributeValues: { ":from": fromChatId, ":to": toChatId },
              },
            },
            {
              Update: {
                TableName: tableName,
                Key: { channelKey: chatKeyOf(toChatId) },
                UpdateExpression: `SET channelName = :channelName, hostChatId = :to${lastWriter === undefined ? "" : ", lastWriter = :lastWriter"}`,
                ExpressionAttributeValues: {
                  ":channelName": channelName,
                  ":to": toChatId,
                  ...(lastWriter !== undefined && { ":lastWriter": lastWriter }),
                },
              },
            },
            { Delete: { TableName: tableName, Key: { channelKey: chatKeyOf(fromChatId) } } },
          ],
        }),
      );
    },
  };
}

function channelKeyOf(channelName: string): string {
  return `channel#${channelName}`;
}

function chatKeyOf(chatId: string): string {
  return `chat#${chatId}`;
}

function lastWriterOf(item: Record<string, unknown>): MemberRef | undefined {
  const { channelName, lastWriter } = item;
  return typeof lastWriter === "string"
    ? { channelName: String(channelName), memberId: lastWriter }
    : undefined;
}
