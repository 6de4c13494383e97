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
 * Stores two rows for each channel and creates them together. The row `channel#<name>` contains the chat that hosts the
 * channel. The row `chat#<id>` contains the channel that the chat hosts, the last active visitors, and the time until
 * which Telegram accepts no messages.
 */
export function channelStore(client: DynamoDBDocumentClient, tableName: string): ChannelStore {
  const rows = table(client, tableName);
  const nameKey = (channelName: string) => ({ channelKey: channelKeyOf(channelName) });
  const chatKey = (chatId: string) => ({ channelKey: chatKeyOf(chatId) });
  // A dropped channel has no host. Its row reserves the name until everything is erased.
  const findHostChat = async (channelName: string): Promise<string | undefined> =>
    (await rows.get(nameKey(channelName)))?.hostChatId as string | undefined;

  /**
   * Writes both rows or neither.
   * @returns the writes whose condition did not hold; empty if both rows were written
   */
  const writeBoth = async (TransactItems: TransactWriteCommandInput["TransactItems"]) => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return [];
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      const failed = reasons.map(({ Code }) => Code === "ConditionalCheckFailed");
      // A conflict means two writes at the same moment. The caller retries, and the retry returns the result.
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
      // The chat has another id now, or no longer hosts the channel. The channel's own row has the current chat.
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
            // The update may be a late duplicate, and another chat may host a channel of this name by now.
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
        throw new Error("A channel with a host must not be removed.");
      }
    },

    async moveHostChat(channelName, from, to) {
      const before = await rows.get(chatKey(from));
      // Message ids start again in the new chat, so the last active visitor's post gets an id below the ids of all new
      // messages.
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
