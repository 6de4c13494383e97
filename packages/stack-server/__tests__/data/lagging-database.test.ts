import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  ExecuteStatementCommand,
  GetCommand,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { noLag, ReadLag } from "../../src/data/read-lag";
import { LaggingFixture } from "./lagging-fixture";
import { item, Key, messageOf, TableName, texts } from "./lagging-message";
import { channels, messages } from "./sample-tables";

const longMilliseconds = 100;
const range = { minimumMilliseconds: 50, maximumMilliseconds: longMilliseconds };
const { put, remove, get } = messageOf(() => fixture.client);

let fixture: LaggingFixture;
let lag: ReadLag;

beforeAll(async () => {
  lag = new ReadLag(range);
  fixture = await LaggingFixture.start(lag, [messages, channels], (direct) =>
    direct.send(new PutCommand({ TableName, Item: { ...Key, messageKey: "kept", order: "0" } })),
  );
}, 30_000);
afterAll(() => fixture?.close());
afterEach(async () => {
  lag.set(range);
  await remove();
  await fixture.clock.advance(longMilliseconds);
});

describe("a database with lagging reads", () => {
  const writes = [
    { name: "PutItem", write: () => put("second") },
    { name: "UpdateItem", write: () => update() },
    { name: "DeleteItem", write: () => remove() },
    { name: "BatchWriteItem", write: () => batchWrite() },
    { name: "TransactWriteItems: Put", write: () => transact({ Put: { TableName, Item: item("second") } }) },
    { name: "TransactWriteItems: Update", write: () => transact({ Update: textUpdate }) },
    { name: "TransactWriteItems: Delete", write: () => transact({ Delete: { TableName, Key } }) },
  ];
  const textUpdate = {
    TableName,
    Key,
    UpdateExpression: "SET #text = :text",
    ExpressionAttributeNames: { "#text": "text" },
    ExpressionAttributeValues: { ":text": "second" },
  };
  const update = () => fixture.client.send(new UpdateCommand(textUpdate));
  const batchWrite = () =>
    fixture.client.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: item("second") } }] } }),
    );
  const transact = (
    write: NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]["TransactItems"]>[0],
  ) => fixture.client.send(new TransactWriteCommand({ TransactItems: [write] }));

  it.each(writes)(
    "returns the result of $name after the lag, and the previous state until then",
    async ({ name, write }) => {
      await put("first");
      await fixture.clock.advance(longMilliseconds);

      await write();
      const early = await get();
      await fixture.clock.advance(longMilliseconds);

      expect(early).toEqual(["first"]);
      expect(await get()).toEqual(name.includes("Delete") ? [] : ["second"]);
    },
  );

  it("never returns a rejected write", async () => {
    await expect(
      fixture.client.send(
        new PutCommand({
          TableName,
          Item: item("refused"),
          ConditionExpression: "attribute_exists(conversation)",
        }),
      ),
    ).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    await fixture.clock.advance(longMilliseconds);

    expect(await get()).toEqual([]);
  });

  it("returns items from before the start without a lag", async () => {
    const { Item } = await fixture.client.send(
      new GetCommand({ TableName, Key: { ...Key, messageKey: "kept" } }),
    );

    expect(Item).toMatchObject({ messageKey: "kept" });
  });

  it("combines lagging and consistent reads in one batch", async () => {
    const channel = { channelKey: "demo" };
    await fixture.client.send(new PutCommand({ TableName: channels.tableName, Item: channel }));
    await put("first");

    const { Responses, ConsumedCapacity } = await fixture.client.send(
      new BatchGetCommand({
        RequestItems: {
          [TableName]: { Keys: [Key] },
          [channels.tableName]: { Keys: [channel], ConsistentRead: true },
        },
        ReturnConsumedCapacity: "TOTAL",
      }),
    );

    expect(Responses).toEqual({ [TableName]: [], [channels.tableName]: [channel] });
    expect(ConsumedCapacity).toEqual(
      expect.arrayContaining([
        { TableName, CapacityUnits: 0.5 },
        { TableName: channels.tableName, CapacityUnits: 1 },
      ]),
    );
  });

  it("applies filters and limits to the old items, page by page", async () => {
    await put("first");
    await fixture.clock.advance(longMilliseconds);
    await put("second");

    const page = await fixture.client.send(new ScanCommand({ TableName, Limit: 1 }));
    const rest = await fixture.client.send(
      new ScanCommand({
        TableName,
        ExclusiveStartKey: page.LastEvaluatedKey,
        FilterExpression: "#text = :text",
        ExpressionAttributeNames: { "#text": "text" },
        ExpressionAttributeValues: { ":text": "first" },
      }),
    );

    expect(page.Count).toBe(1);
    expect(texts([...(page.Items ?? []), ...(rest.Items ?? [])])).toEqual(["first"]);
  });

  it("returns the current state while the lag is off, and no older state after the lag is on again", async () => {
    await put("first");
    lag.set(noLag);
    const off = await get();
    lag.set({ minimumMilliseconds: 50, maximumMilliseconds: longMilliseconds });

    expect([off, await get()]).toEqual([["first"], ["first"]]);
  });

  it("ignores tables of the database that are not served", async () => {
    const { TableNames } = await fixture.client.send(new ListTablesCommand());

    expect([...(TableNames ?? [])].sort()).toEqual([channels.tableName, messages.tableName]);
    expect(TableNames).toEqual((await fixture.direct.send(new ListTablesCommand())).TableNames);
  });

  it("rejects PartiQL, whose writes it cannot track", async () => {
    await expect(
      fixture.client.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}"` })),
    ).rejects.toThrow("ExecuteStatement is not supported while reads lag");
  });
});
