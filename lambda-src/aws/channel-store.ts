import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { ChannelStore } from "../chat/stores";
import { channelKeyOf, channelOf, chatKeyOf } from "./channel-row";
import { hostActivity } from "./host-activity";
import { findIdentityVersions } from "./identity-versions";
import { expressionsOf, table } from "./table";

/**
 * Two rows a channel, made together: `channel#<name>` says which chat hosts it; `chat#<id>` says which channel a chat
 * hosts, who was last active there, and until when Telegram wants silence.
 */
export function channelStore(client: DynamoDBDocumentClient, tableName: string): ChannelStore {
  const rows = table(client, tableName);
  const nameKey = (channelName: string) => ({ channelKey: channelKeyOf(channelName) });
  const chatKey = (chatId: string) => ({ channelKey: chatKeyOf(chatId) });
  // A dropped channel has no host; its row keeps the name until all is erased.
  const findHostChat = async (channelName: string): Promise<string | undefined> =>
    (await rows.get(nameKey(channelName)))?.hostChatId as string | undefined;

  /**
   * Writes both rows or none.
   * @returns which writes had a condition that did not hold; empty when all were made
   */
  const writeBoth = async (TransactItems: TransactWriteCommandInput["TransactItems"]) => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return [];
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      const failed = reasons.map(({ Code }) => Code === "ConditionalCheckFailed");
      // A conflict is two writes at the same moment: whoever asks again gets the answer.
      if (!failed.includes(true)) {
        throw error;
      }
      return failed;
    }
  };

  return {
    ...hostActivity(rows),
    findHostChat,
    findIdentityVersions: (channelName) => findIdentityVersions(rows, channelName),

    async create(channelName, hostChatId) {
      const put = (key: { readonly channelKey: string }) => ({
        Put: {
          TableName: tableName,
          Item: { ...key, channelName, hostChatId },
          ...expressionsOf({ condition: "attribute_not_exists(channelKey)" }),
        },
      });
      const [isNameTaken, isChatTaken] = await writeBoth([
        put(nameKey(channelName)),
        put(chatKey(hostChatId)),
      ]);
      return isChatTaken ? "chat taken" : isNameTaken ? "name taken" : "created";
    },

    async findByHostChat(hostChatId) {
      const item = await rows.get(chatKey(hostChatId));
      return item && channelOf(item);
    },

    async find(channelName, hostChatId) {
      const known = await rows.get(chatKey(hostChatId));
      if (known?.channelName === channelName) {
        return channelOf(known);
      }
      // The chat has another id now, or hosts the channel no more: the channel's own row knows.
      const now = await findHostChat(channelName);
      const moved = now === undefined || now === hostChatId ? undefined : await rows.get(chatKey(now));
      return moved?.channelName === channelName ? channelOf(moved) : undefined;
    },

    async drop({ channelName, hostChatId }) {
      await writeBoth([
        {
          Put: {
            TableName: tableName,
            Item: { ...nameKey(channelName), channelName },
            // A second copy of the update comes late: another chat may host the name by now.
            ...expressionsOf({ condition: "hostChatId = :hostChatId", values: { hostChatId } }),
          },
        },
        {
          Delete: {
            TableName: tableName,
            Key: chatKey(hostChatId),
            ...expressionsOf({ condition: "channelName = :channelName", values: { channelName } }),
          },
        },
      ]);
    },

    async remove(channelName) {
      const { row } = await rows.delete(nameKey(channelName), {
        condition: "attribute_not_exists(hostChatId)",
      });
      if (!row) {
        throw new Error("A channel that somebody hosts is not removed.");
      }
    },

    async moveHostChat(channelName, from, to) {
      const before = await rows.get(chatKey(from));
      // Ids of messages begin anew in the new chat, so the last active visitor comes before all of them.
      const [newest] = before?.channelName === channelName ? channelOf(before).lastActive : [];
      const active = newest ? ", lastActive = if_not_exists(lastActive, :lastActive)" : "";
      const [isElsewhere, isTaken] = await writeBoth([
        {
          Update: {
            TableName: tableName,
            Key: nameKey(channelName),
            UpdateExpression: "SET hostChatId = :to",
            ...expressionsOf({ condition: "hostChatId IN (:from, :to)", values: { from, to } }),
          },
        },
        {
          Update: {
            TableName: tableName,
            Key: chatKey(to),
            UpdateExpression: `SET channelName = :channelName, hostChatId = :to${active}`,
            ...expressionsOf({
              // Until Telegram reports the move, /host works in the supergroup as in any new chat.
              condition: "attribute_not_exists(channelKey) OR channelName = :channelName",
              values: { channelName, to, ...(newest && { lastActive: [{ ...newest, postId: 0 }] }) },
            }),
          },
        },
        { Delete: { TableName: tableName, Key: chatKey(from) } },
      ]);
      if (isElsewhere) {
        throw new Error("The channel has moved to another chat.");
      }
      return isTaken ? "chat taken" : "moved";
    },
  };
}
