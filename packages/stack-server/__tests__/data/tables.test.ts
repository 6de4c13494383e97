import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { type Engine, startEngine } from "../../src/data/engine";
import { createTables, TableMismatchError } from "../../src/data/tables";
import type { TableModel } from "../../src/stack/model";
import { channels, messages } from "./sample-tables";

let engine: Engine;
let client: DynamoDBClient;

beforeEach(async () => {
  engine = await startEngine();
  client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});

afterEach(async () => {
  client.destroy();
  await engine.close();
});

describe("createTables", () => {
  it("creates tables with keys, indexes and TTL", async () => {
    await createTables(engine.endpoint, "eu-central-1", [messages, channels]);

    const { Table } = await client.send(new DescribeTableCommand({ TableName: "dev.Messages" }));
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: "dev.Messages" }));
    const none = await client.send(new DescribeTimeToLiveCommand({ TableName: "dev.Channels" }));
    expect(Table).toMatchObject({
      TableStatus: "ACTIVE",
      KeySchema: [
        { AttributeName: "conversation", KeyType: "HASH" },
        { AttributeName: "messageKey", KeyType: "RANGE" },
      ],
      LocalSecondaryIndexes: [{ IndexName: "timeline", Projection: { ProjectionType: "KEYS_ONLY" } }],
      GlobalSecondaryIndexes: [{ IndexName: "waiting", Projection: { ProjectionType: "INCLUDE" } }],
    });
    expect(ttl.TimeToLiveDescription).toMatchObject({
      AttributeName: "expiresAt",
      TimeToLiveStatus: "ENABLED",
    });
    expect(none.TimeToLiveDescription?.TimeToLiveStatus).toBe("DISABLED");
  });

  it("creates indexes that can be queried", async () => {
    await createTables(engine.endpoint, "eu-central-1", [messages]);
    const put = (messageKey: string, order: string, waitsFor?: string) =>
      client.send(
        new PutItemCommand({
          TableName: "dev.Messages",
          Item: {
            conversation: { S: "c" },
            messageKey: { S: messageKey },
            order: { S: order },
            text: { S: "hi" },
            ...(waitsFor !== undefined && { waitsFor: { S: waitsFor } }),
          },
        }),
      );
    await put("a", "2", "host");
    await put("b", "1");

    const timeline = await client.send(
      new QueryCommand({
        TableName: "dev.Messages",
        IndexName: "timeline",
        KeyConditionExpression: "conversation = :c",
        ExpressionAttributeValues: { ":c": { S: "c" } },
      }),
    );
    const waiting = await client.send(
      new QueryCommand({
        TableName: "dev.Messages",
        IndexName: "waiting",
        KeyConditionExpression: "waitsFor = :w",
        ExpressionAttributeValues: { ":w": { S: "host" } },
      }),
    );

    expect(timeline.Items?.map(({ messageKey }) => messageKey?.S)).toEqual(["b", "a"]);
    expect(timeline.Items?.[0]?.text).toBeUndefined();
    expect(waiting.Items?.map(({ messageKey, text }) => [messageKey?.S, text?.S])).toEqual([["a", "hi"]]);
  });

  it("keeps existing tables and their items", async () => {
    await createTables(engine.endpoint, "eu-central-1", [messages, channels]);
    const item = { channelKey: { S: "a" } };
    await client.send(new PutItemCommand({ TableName: "dev.Channels", Item: item }));

    await createTables(engine.endpoint, "eu-central-1", [messages, channels]);

    const { Item } = await client.send(new GetItemCommand({ TableName: "dev.Channels", Key: item }));
    expect(Item).toEqual(item);
  });

  it.each<[string, TableModel, string]>([
    [
      "a key",
      { ...channels, hashKey: "channelName", attributes: [{ name: "channelName", type: "S" }] },
      "dev.Channels has the keys (channelKey",
    ],
    [
      "the type of a key",
      { ...channels, attributes: [{ name: "channelKey", type: "N" }] },
      "the stack has (channelKey; channelKey:N)",
    ],
    [
      "a global index",
      { ...messages, globalSecondaryIndexes: [] },
      "dev.Messages has the global indexes waiting(waitsFor, order; INCLUDE author text), the stack has none",
    ],
    [
      "a local index",
      { ...messages, localSecondaryIndexes: [] },
      "dev.Messages has the local indexes timeline",
    ],
  ])("rejects a table that differs in %s, and reports the fix", async (_, changed, message) => {
    await createTables(engine.endpoint, "eu-central-1", [messages, channels]);

    const attempt = createTables(engine.endpoint, "eu-central-1", [changed]);

    await expect(attempt).rejects.toThrow(TableMismatchError);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow("Empty the database");
  });
});
