import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { MemberRef } from "../chat/model";
import type { MessageStore } from "../chat/stores";
import { isLive } from "./expiry";
import { conversationOf, isMessage, messageOf, pendingPrefix } from "./message-row";

/**
 * Pages of a megabyte that are read of a conversation. The limit on a member's day keeps it smaller:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
const pagesMax = 8;

/** Delivered messages that are looked through for those after a time. */
const recentMessages = 100;

/** Reads one visitor's conversation, always consistently. */
export function conversationReader(
  client: DynamoDBDocumentClient,
  TableName: string,
  now: () => number,
): Pick<MessageStore, "pending" | "conversation" | "deliveredSince" | "newestPost"> {
  async function* rows(
    member: MemberRef,
    query: {
      readonly condition?: string;
      readonly values?: Record<string, unknown>;
      readonly [key: string]: unknown;
    },
    pageSize?: number,
    onCap?: () => void,
  ) {
    const { condition, values, ...rest } = query;
    const pages = paginateQuery(
      { client, ...(pageSize !== undefined && { pageSize }) },
      {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: ["conversation = :conversation", condition].filter(Boolean).join(" AND "),
        ExpressionAttributeValues: { ":conversation": conversationOf(member), ...values },
        ...rest,
      },
    );
    let count = 0;
    for await (const { Items = [] } of pages) {
      yield* Items.filter((item) => isLive(item, now()));
      count += 1;
      if (pageSize === undefined && count >= pagesMax) {
        return onCap?.();
      }
    }
  }

  const newestFromHost = async (member: MemberRef) => {
    const messages = [];
    const query = {
      condition: "begins_with(messageKey, :prefix)",
      values: { ":prefix": "toVisitor#" },
      ScanIndexForward: false,
    };
    for await (const item of rows(member, query, recentMessages)) {
      messages.push(messageOf(item));
      if (messages.length >= recentMessages) {
        break;
      }
    }
    return messages;
  };

  return {
    async pending(member, direction, limit) {
      const query = {
        IndexName: "pending",
        condition: "begins_with(pending, :prefix)",
        values: { ":prefix": pendingPrefix(direction) },
      };
      const messages = [];
      for await (const item of rows(member, query, limit)) {
        messages.push(messageOf(item));
        if (messages.length >= limit) {
          break;
        }
      }
      return messages;
    },
    async conversation(member) {
      const messages = [];
      let isCut = false;
      for await (const item of rows(member, {}, undefined, () => {
        isCut = true;
      })) {
        if (isMessage(item)) {
          messages.push(messageOf(item));
        }
      }
      // The host's messages come last in the table: of a conversation that is too long their newest are read anew.
      const fromHost = isCut ? await newestFromHost(member) : [];
      const known = new Set(messages.map(({ direction, messageId }) => `${direction}#${messageId}`));
      return [...messages, ...fromHost.filter((it) => !known.has(`${it.direction}#${it.messageId}`))];
    },
    async deliveredSince(member, since, notTo) {
      const query = {
        condition: "begins_with(messageKey, :prefix)",
        values: { ":prefix": "toVisitor#" },
        // Ids of messages from Telegram ascend, so the newest come first.
        ScanIndexForward: false,
      };
      const messages = [];
      let seen = 0;
      for await (const item of rows(member, query, recentMessages)) {
        const { outcome, deliveredAt, takenAt = deliveredAt } = item;
        const takenBy = (item.takenBy ?? []) as readonly string[];
        const isRecent = String(deliveredAt) > since.first && String(takenAt) > since.last;
        if (outcome === "delivered" && isRecent && !takenBy.includes(notTo)) {
          messages.push(messageOf(item));
        }
        seen += 1;
        if (seen >= recentMessages) {
          break;
        }
      }
      return messages.reverse();
    },
    async newestPost(member, before) {
      const query = {
        condition: "begins_with(messageKey, :prefix)",
        values: { ":prefix": "toHost#" },
        ProjectionExpression: "postId, postChatId, hostChatId, expiresAt",
      };
      let newest: number | undefined;
      for await (const { postId, hostChatId, postChatId = hostChatId } of rows(member, query)) {
        if (postChatId !== before.hostChatId || typeof postId !== "number") {
          continue;
        }
        if (postId < before.chatMessageId && postId > (newest ?? 0)) {
          newest = postId;
        }
      }
      return newest;
    },
  };
}
