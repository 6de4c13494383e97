import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { MemberStore } from "../chat/stores";
import { memberOf } from "./member-row";

/** All members of a channel, by the index that holds their keys. It follows the table after a while. */
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
      const pages = paginateQuery({ client, pageSize: limit }, ofChannel(channelName));
      for await (const { Items = [] } of pages) {
        if (Items.length === 0) {
          continue;
        }
        const Keys = Items.map(({ memberKey }) => ({ memberKey }));
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
        );
        // Few are not all: who erases them would take the channel for empty.
        if (UnprocessedKeys?.[TableName]) {
          throw new Error("DynamoDB has not read all rows: it is tried again.");
        }
        // The index still lists members who are gone: what matters is behind them.
        const members = (Responses?.[TableName] ?? []).map(memberOf);
        if (members.length > 0) {
          return members;
        }
      }
      return [];
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
