import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import type { ChannelStore } from "../chat/stores";
import { channelKeyOf, channelOf, chatKeyOf } from "./channel-row";
import { hostActivity } from "./host-activity";

/**
 * Two rows a channel, made together: `channel#<name>` says which chat hosts it; `chat#<id>` says which channel a chat
 * hosts, who was last active there, and until when Telegram wants silence.
 */
export function channelStore(client: DynamoDBDocumentClient, tableName: string): ChannelStore {
  const get = async (channelKey: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { channelKey }, ConsistentRead: true }),
    );
    return Item;
  };
  // A dropped channel has no host; its row keeps the name until all is erased.
  const findHostChat = async (channelName: string): Promise<string | undefined> =>
    (await get(channelKeyOf(channelName)))?.hostChatId;
  return {
    ...hostActivity(client, tableName),
    findHostChat,
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
        if (!(error instanceof TransactionCanceledException)) {
          throw error;
        }
        const [name, chat] = error.CancellationReasons ?? [];
        // A conflict is two hosts at the same moment: whoever asks again gets the answer.
        if (chat?.Code === "ConditionalCheckFailed") {
          return "chat taken";
        }
        if (name?.Code === "ConditionalCheckFailed") {
          return "name taken";
        }
        throw error;
      }
    },
    async findByHostChat(hostChatId) {
      const item = await get(chatKeyOf(hostChatId));
      return item && channelOf(item);
    },
    async find(channelName, hostChatId) {
      const known = await get(chatKeyOf(hostChatId));
      if (known?.channelName === channelName) {
        return channelOf(known);
      }
      // The chat has another id now, or hosts the channel no more: the channel's own row knows.
      const now = await findHostChat(channelName);
      const moved = now === undefined || now === hostChatId ? undefined : await get(chatKeyOf(now));
      return moved?.channelName === channelName ? channelOf(moved) : undefined;
    },
    async drop({ channelName, hostChatId }) {
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName: tableName,
                  Item: { channelKey: channelKeyOf(channelName), channelName },
                  // A second copy of the update comes late: another chat may host the name by now.
                  ConditionExpression: "hostChatId = :hostChatId",
                  ExpressionAttributeValues: { ":hostChatId": hostChatId },
                },
              },
              {
                Delete: {
                  TableName: tableName,
                  Key: { channelKey: chatKeyOf(hostChatId) },
                  ConditionExpression: "channelName = :channelName",
                  ExpressionAttributeValues: { ":channelName": channelName },
                },
              },
            ],
          }),
        );
      } catch (error) {
        const reasons =
          error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        if (!reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) {
          throw error;
        }
      }
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
      // Ids of messages begin anew in the new chat, so the last active visitor comes before all of them.
      const [newest] = before?.channelName === channelName ? channelOf(before).lastActive : [];
      try {
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
                  UpdateExpression: `SET channelName = :channelName, hostChatId = :to${newest ? ", lastActive = if_not_exists(lastActive, :lastActive)" : ""}`,
                  // Until Telegram reports the move, /host works in the supergroup as in any new chat.
                  ConditionExpression: "attribute_not_exists(channelKey) OR channelName = :channelName",
                  ExpressionAttributeValues: {
                    ":channelName": channelName,
                    ":to": toChatId,
                    ...(newest && { ":lastActive": [{ ...newest, postId: 0 }] }),
                  },
                },
              },
              { Delete: { TableName: tableName, Key: { channelKey: chatKeyOf(fromChatId) } } },
            ],
          }),
        );
        return "moved";
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) {
          throw error;
        }
        const [channel, chat] = error.CancellationReasons ?? [];
        const isTaken = chat?.Code === "ConditionalCheckFailed" && channel?.Code !== "ConditionalCheckFailed";
        if (isTaken) {
          return "chat taken";
        }
        throw error;
      }
    },
  };
}
