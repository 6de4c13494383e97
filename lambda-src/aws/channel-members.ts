import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { MemberStore } from "../chat/stores";
import { isLive } from "./expiry";
import { memberOf } from "./member-row";
import type { Row } from "./table";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const batchGetMax = 100;

/** Reads all members of a channel through the index of their keys, which lags behind the table. */
export function channelMembers(
  client: DynamoDBDocumentClient,
  TableName: string,
  now: () => number,
): Pick<MemberStore, "inChannel" | "countPresent"> {
  /** Reads the rows by pages of the index. A page may be empty, because the index still lists removed members. */
  async function* pagesOf(channelName: string, pageSize: number): AsyncGenerator<readonly Row[]> {
    const pages = paginateQuery(
      { client, pageSize },
      {
        TableName,
        IndexName: "byChannel",
        KeyConditionExpression: "channelName = :channelName",
        ExpressionAttributeValues: { ":channelName": channelName },
      },
    );
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
      yield Responses?.[TableName] ?? [];
    }
  }

  return {
    async inChannel(channelName, limit) {
      for await (const rows of pagesOf(channelName, limit)) {
        // Expired rows are included, because erasing a channel does not wait for TTL.
        if (rows.length > 0) {
          return rows.map(memberOf);
        }
      }
      return [];
    },
    async countPresent(channelName) {
      let count = 0;
      for await (const rows of pagesOf(channelName, batchGetMax)) {
        count += rows.filter((row) => isLive(row, now()) && memberOf(row).present).length;
      }
      return count;
    },
  };
}
