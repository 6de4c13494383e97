import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { MemberRef } from "../chat/model";
import type { MessageStore } from "../chat/stores";
import { isLive } from "./expiry";
import { conversationOf, isMessage, messageOf, pendingPrefix } from "./message-row";
import { expressionsOf, type Row } from "./table";

/**
 * Maximum pages of a megabyte that are read for a conversation. The limit on a member's day keeps it smaller:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
const pagesMax = 8;

/** The host's newest messages that are read of a conversation which is too long to be read in one piece. */
const recentMessages = 100;

/** Reads one visitor's conversation. All reads are consistent. */
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
        ...expressionsOf({ values: { conversation: conversationOf(member), ...values } }),
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

  const newestFirst = {
    condition: "begins_with(messageKey, :prefix)",
    values: { prefix: "toVisitor#" },
    // Ids of messages from Telegram ascend, so the newest come first.
    ScanIndexForward: false,
  };

  return {
    async pending(member, direction, limit) {
      const query = {
        IndexName: "pending",
        condition: "begins_with(pending, :prefix)",
        values: { prefix: pendingPrefix(direction) },
      };
      return (await first(limit, rows(member, query, limit))).map(messageOf);
    },

    async conversation(member) {
      let isCut = false;
      const all = rows(member, {}, undefined, () => {
        isCut = true;
      });
      const messages = (await first(Number.POSITIVE_INFINITY, all)).filter(isMessage).map(messageOf);
      // The host's messages come last in the table. If the conversation is too long, their newest are read separately.
      const fromHost = isCut ? await first(recentMessages, rows(member, newestFirst, recentMessages)) : [];
      const known = new Set(messages.map(({ direction, messageId }) => `${direction}#${messageId}`));
      return [
        ...messages,
        ...fromHost.map(messageOf).filter((it) => !known.has(`${it.direction}#${it.messageId}`)),
      ];
    },

    async deliveredSince(member, since, notTo) {
      // All of the host's messages: a long mailbox may be delivered at once, and notices stand before them.
      const { condition, values, ...order } = newestFirst;
      const query = {
        condition,
        values: { ...values, delivered: "delivered", first: since.first },
        FilterExpression: "outcome = :delivered AND deliveredAt > :first",
        ...order,
      };
      const recent = await first(Number.POSITIVE_INFINITY, rows(member, query));
      return recent
        .filter(({ deliveredAt, takenAt = deliveredAt, takenBy = [] }) => {
          return String(takenAt) > since.last && !(takenBy as readonly string[]).includes(notTo);
        })
        .map(messageOf)
        .reverse();
    },

    async newestPost(member, before) {
      const query = {
        condition: "begins_with(messageKey, :prefix)",
        values: { prefix: "toHost#" },
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

/** Returns the first rows. Does not read a page that contains only others. */
async function first(limit: number, rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const row of rows) {
    found.push(row);
    if (found.length >= limit) {
      break;
    }
  }
  return found;
}
