import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { MemberRef } from "../chat/model";
import type { MessageStore } from "../chat/stores";
import { conversationPages, visitorPages } from "./conversation-size";
import { isLive } from "./expiry";
import { conversationOf, directionPrefix, isMessage, messageOf } from "./message-row";
import { expressionsOf, type Row } from "./table";

const hostPrefix = directionPrefix("toVisitor");

interface ConversationQuery {
  readonly condition?: string;
  readonly values?: Record<string, unknown>;
  readonly [key: string]: unknown;
}

/** Reads one visitor's conversation. All reads are consistent. */
export function conversationReader(
  client: DynamoDBDocumentClient,
  TableName: string,
  now: () => number,
): Pick<MessageStore, "pending" | "conversation" | "deliveredSince" | "newestPost"> {
  /** Yields the live rows of each page, and the key after which the next page begins. */
  async function* pages(
    member: MemberRef,
    { condition, values, ...rest }: ConversationQuery,
    pagesMax: number,
    pageSize?: number,
  ) {
    const found = paginateQuery(
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
    for await (const { Items = [], LastEvaluatedKey } of found) {
      yield { live: Items.filter((item) => isLive(item, now())), end: LastEvaluatedKey };
      count += 1;
      if (count >= pagesMax) {
        return;
      }
    }
  }

  async function* rows(...query: Parameters<typeof pages>) {
    for await (const { live } of pages(...query)) {
      yield* live;
    }
  }

  const newestFirst = {
    condition: "begins_with(messageKey, :prefix)",
    values: { prefix: hostPrefix },
    // Ids of messages from Telegram ascend, so the reverse order returns the newest first.
    ScanIndexForward: false,
  };

  return {
    async pending(member, direction, limit) {
      const query = {
        IndexName: "pending",
        condition: "begins_with(pending, :prefix)",
        values: { prefix: directionPrefix(direction) },
      };
      return (await first(limit, rows(member, query, Number.POSITIVE_INFINITY, limit))).map(messageOf);
    },

    async conversation(member) {
      const read: Row[] = [];
      let count = 0;
      for await (const { live, end } of pages(member, {}, visitorPages)) {
        read.push(...live);
        count += 1;
        if (end === undefined) {
          return read.filter(isMessage).map(messageOf);
        }
        if (isFromHost(end)) {
          break;
        }
      }
      // All messages of the visitor are read first. If the host's messages do not all fit, the newest of them are
      // returned.
      const fromHost = await all(rows(member, newestFirst, conversationPages - count));
      return [...read.filter((row) => isMessage(row) && !isFromHost(row)), ...fromHost].map(messageOf);
    },

    async deliveredSince(member, since, notTo) {
      // All messages of the host are read, because any of them may have been delivered recently: a visitor who comes
      // back receives all pending messages together. In the table, notices precede the other messages.
      const { condition, values, ...order } = newestFirst;
      const query = {
        condition,
        values: { ...values, delivered: "delivered", first: since.first },
        FilterExpression: "outcome = :delivered AND deliveredAt > :first",
        ...order,
      };
      const recent = await all(rows(member, query, conversationPages));
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
        values: { prefix: directionPrefix("toHost") },
        ProjectionExpression: "postId, postChatId, hostChatId, expiresAt",
      };
      let newest: number | undefined;
      for await (const { postId, hostChatId, postChatId = hostChatId } of rows(member, query, visitorPages)) {
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

function isFromHost({ messageKey }: Row): boolean {
  return String(messageKey).startsWith(hostPrefix);
}

function all(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  return first(Number.POSITIVE_INFINITY, rows);
}

/** Returns the first rows. Reads no page after the one with the last of them. */
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
