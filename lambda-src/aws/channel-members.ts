import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { MemberStore } from "../chat/stores";
import { memberOf } from "./member-row";

/** Reads all members of a channel through the index of their keys, which lags behind the table. */
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
        // An incomplete result must not make the channel look empty to a caller that erases it.
        if (UnprocessedKeys?.[TableName]) {
          throw new Error("DynamoDB has not read all rows. The operation is retried.");
        }
        // The index still lists removed members, so the next page may have others.
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
