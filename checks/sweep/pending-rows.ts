import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { StackModel } from "@kite-chat/stack-server";

/**
 * Reads the messages that are still pending. The table has a sparse index on an attribute that only pending messages
 * have.
 */
export async function readPendingRows(
  endpoint: string,
  { region, tables }: StackModel,
): Promise<readonly object[]> {
  const pending = tables.flatMap((table) => {
    const indexes = [...table.localSecondaryIndexes, ...table.globalSecondaryIndexes];
    const index = indexes.find(({ indexName }) => ["pending", "waiting"].includes(indexName));
    const keys = index === undefined ? [] : [index.hashKey, index.rangeKey];
    const attribute = keys.find((key) => key !== undefined && ![table.hashKey, table.rangeKey].includes(key));
    return attribute === undefined ? [] : [{ tableName: table.tableName, attribute }];
  });
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    const rows: object[] = [];
    for (const { tableName, attribute } of pending) {
      const pages = paginateScan(
        { client: DynamoDBDocumentClient.from(client) },
        {
          TableName: tableName,
          ConsistentRead: true,
          FilterExpression: "attribute_exists(#pending)",
          ExpressionAttributeNames: { "#pending": attribute },
        },
      );
      for await (const { Items = [] } of pages) {
        rows.push(...Items);
      }
    }
    return rows;
  } finally {
    client.destroy();
  }
}
