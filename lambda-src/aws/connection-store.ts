import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Connection } from "../chat/model";
import type { ConnectionStore } from "../chat/ports";
import { isLive, secondsFrom } from "./expiry";

/** API Gateway cuts a connection after 2 h; the third hour is for a lost `$disconnect`. */
const connectionSeconds = 3 * 3600;

/** A row for each open socket, by connectionId. */
export function connectionStore(
  client: DynamoDBDocumentClient,
  tableName: string,
  now: () => number,
): ConnectionStore {
  return {
    async open(connectionId, channelName) {
      const expiresAt = secondsFrom(now(), connectionSeconds);
      await client.send(
        new PutCommand({ TableName: tableName, Item: { connectionId, channelName, expiresAt } }),
      );
    },
    async find(connectionId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: { connectionId }, ConsistentRead: true }),
      );
      return isLive(Item, now()) ? connectionOf(Item) : undefined;
    },
    async identify(connectionId, identity) {
      const { memberId, memberName, tag, hostChatId } = identity;
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { connectionId },
            UpdateExpression:
              "SET memberId = :memberId, memberName = :memberName, tag = :tag, hostChatId = :hostChatId",
            // Also against two JOINs at the same moment.
            ConditionExpression:
              "attribute_exists(connectionId) AND (attribute_not_exists(memberId) OR memberId = :memberId)",
            ExpressionAttributeValues: {
              ":memberId": memberId,
              ":memberName": memberName,
              ":tag": tag,
              ":hostChatId": hostChatId,
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async close(connectionId) {
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName: tableName, Key: { connectionId }, ReturnValues: "ALL_OLD" }),
      );
      return Attributes && connectionOf(Attributes);
    },
  };
}

function connectionOf(item: Record<string, unknown>): Connection {
  const { connectionId, channelName, memberId, memberName, tag, hostChatId } = item as Record<string, string>;
  const connection = { connectionId: connectionId ?? "", channelName: channelName ?? "" };
  if (memberId === undefined || tag === undefined || hostChatId === undefined) {
    return { ...connection, identity: undefined };
  }
  const identity = {
    channelName: connection.channelName,
    memberId,
    memberName: memberName ?? "",
    tag,
    hostChatId,
  };
  return { ...connection, identity };
}
