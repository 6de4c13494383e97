import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { MemberKey, MemberRef } from "../chat/model";
import type { HostMessageKey, RouteStore } from "../chat/stores";
import { days, isLive, secondsFrom } from "./expiry";

/** A row for each message of a host, in the table of messages: it leads to the visitor who received it. */
export function routeStore(
  client: DynamoDBDocumentClient,
  TableName: string,
  retentionDays: number,
  now: () => number,
): RouteStore {
  const expiresAt = () => secondsFrom(now(), days(retentionDays));
  /** @param free condition beside that nobody has claimed it */
  const claim = async (key: HostMessageKey, attribute: string, ...free: readonly string[]) => {
    const claimant = randomUUID();
    try {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: routeKeyOf(key),
          UpdateExpression: "SET #claim = :claimant, expiresAt = :expiresAt",
          ConditionExpression: `(${["attribute_not_exists(#claim)", ...free].join(" AND ")}) OR expiresAt <= :now`,
          ExpressionAttributeNames: { "#claim": attribute },
          ExpressionAttributeValues: {
            ":claimant": claimant,
            ":expiresAt": expiresAt(),
            ":now": now() / 1000,
          },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return { claimed: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException && error.Item)) {
        throw error;
      }
      const item = unmarshall(error.Item);
      // The SDK tries again when an answer is lost, and then meets the claim that it has made itself.
      return { claimed: item[attribute] === claimant, isRouted: recipientOf(item) !== undefined };
    }
  };
  return {
    async decide(key, recipient) {
      const { channelName, memberId, tag } = recipient;
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...routeKeyOf(key), channelName, memberId, tag, expiresAt: expiresAt() },
            ConditionExpression: "attribute_not_exists(conversation) OR expiresAt <= :now",
            ExpressionAttributeValues: { ":now": now() / 1000 },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { recipient, isFirst: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException && error.Item)) {
          throw error;
        }
        const stored = recipientOf(unmarshall(error.Item));
        return stored && { recipient: stored, isFirst: false };
      }
    },
    async find(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: routeKeyOf(key), ConsistentRead: true }),
      );
      return isLive(Item, now()) ? recipientOf(Item) : undefined;
    },
    claimAnswer: async (key) => (await claim(key, "answered")).claimed,
    async claimReport(key) {
      const { claimed, isRouted } = await claim(key, "answered", "attribute_not_exists(tag)");
      if (claimed) {
        return "claimed";
      }
      return isRouted ? "routed" : "claimed before";
    },
    claimAbsenceNotice: async (key) => (await claim(key, "absenceNoticed")).claimed,
    async isReported(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: routeKeyOf(key), ConsistentRead: true }),
      );
      return isLive(Item, now()) && Item.reported === true;
    },
    async noteReported(key) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: routeKeyOf(key),
          UpdateExpression: "SET reported = :reported, expiresAt = :expiresAt",
          ExpressionAttributeValues: { ":reported": true, ":expiresAt": expiresAt() },
        }),
      );
    },
  };
}

/** No conversation has this key, because no channel's name holds a `#`. Without `pending` it is in no index. */
function routeKeyOf({ hostChatId, chatMessageId }: HostMessageKey) {
  return { conversation: `route#${hostChatId}/${chatMessageId}`, messageKey: "route" };
}

/** @returns `undefined` for a message that was answered and had no recipient */
function recipientOf(item: Readonly<Record<string, unknown>>): (MemberRef & MemberKey) | undefined {
  const { channelName, memberId, tag } = item;
  if (tag === undefined) {
    return undefined;
  }
  return { channelName: String(channelName), memberId: String(memberId), tag: String(tag) };
}
