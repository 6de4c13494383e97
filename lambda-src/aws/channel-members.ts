import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import type { MemberStore } from "../chat/ports";
import { memberOf } from "./member-row";

/** All members of a channel, by the index that holds their keys. */
export function channelMembers(
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<MemberStore, "inChannel" | "countInChannel"> {
  const ofChannel = (channelName: string) => ({
    TableName,
    IndexName: "byChannel",
    KeyConditionExpression: "channelName = :channelName",
    ExpressionAttributeValues: { ":channelName": channelName },
  });
  return {
    async inChannel(channelName, limit) {
      const { Items = [] } = await client.send(new QueryCommand({ ...ofChannel(channelName), Limit: limit }));
      if (Items.length === 0) return [];
      const Keys = Items.map(({ memberKey }) => ({ memberKey }));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
      );
      // Few are not all: who erases them would take the channel for empty.
      if (UnprocessedKeys?.[TableName]) throw new Error("DynamoDB has not read all rows: it is tried again.");
      return (Responses?.[TableName] ?? []).map(memberOf);
    },
    async countInChannel(channelName) {
      let count = 0;
      for await (const { Count } of paginateQuery(
        { client },
        { ...ofChannel(channelName), Select: "COUNT" },
      )) {
        count += Count ?? 0;
      }
      return count;
    },
  };
}
