import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { connectDatabase, type Database } from "../../src/data/database";
import { startDatabaseGate } from "../../src/data/database-gate";
import { type Engine, startEngine } from "../../src/data/engine";
import { createTables } from "../../src/data/tables";
import { UsageMeter } from "../../src/functions/usage-meter";
import type { LocalListener } from "../../src/http";
import type { TableModel } from "../../src/stack/model";
import { awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import { documentClient, region } from "./document-client";

const subject = "DynamoDB: consumed units";
const localIndexWrites = documented(
  "amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Writes",
);

const table: TableModel = {
  address: "aws_dynamodb_table.counted",
  tableName: "counted",
  hashKey: "conversation",
  rangeKey: "id",
  attributes: ["conversation", "id", "pendingOrder"].map((name) => ({ name, type: "S" })),
  localSecondaryIndexes: [
    {
      indexName: "pending",
      hashKey: "conversation",
      rangeKey: "pendingOrder",
      projectionType: "ALL",
      nonKeyAttributes: [],
    },
  ],
  globalSecondaryIndexes: [],
  timeToLiveAttribute: undefined,
};
const TableName = table.tableName;
const Key = { conversation: "c", id: "1" };
const settled = { ...Key, text: "hello" };
const pending = { ...settled, pendingOrder: "1" };
const ReturnConsumedCapacity = "INDEXES";

const usage = new UsageMeter();
const { thread } = usage.register();
let engine: Engine;
let database: Database;
let gate: LocalListener;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine();
  database = connectDatabase(engine.endpoint);
  gate = await startDatabaseGate({ database, usage });
  await createTables(engine.endpoint, region, [table]);
  client = documentClient(gate.endpoint, thread);
});
afterAll(async () => {
  client.destroy();
  await gate.close();
  database.close();
  await engine.close();
});

const put = (Item: Record<string, unknown>, more = {}) =>
  client.send(new PutCommand({ TableName, Item, ReturnConsumedCapacity, ...more }));
const update = (UpdateExpression: string, values?: Record<string, unknown>) =>
  client.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression,
      ReturnConsumedCapacity,
      ...(values && { ExpressionAttributeValues: values }),
    }),
  );
const remove = () => client.send(new DeleteCommand({ TableName, Key, ReturnConsumedCapacity }));

/** Returns the units that the thread used for one call. */
async function unitsOf(action: () => Promise<unknown>) {
  usage.take(thread);
  const outcome = await action().catch((error: unknown) => error);
  return { units: usage.take(thread), outcome };
}

describe("the units of a write of at most 1 KB, with a local index of all attributes", () => {
  const cases = [
    { name: "a put that enters the index", before: undefined, write: () => put(pending), table: 1, index: 1 },
    {
      name: "a put that does not enter the index",
      before: undefined,
      write: () => put(settled),
      table: 1,
      index: 0,
    },
    {
      name: "an update that removes the index key",
      before: pending,
      write: () => update("REMOVE pendingOrder"),
      table: 1,
      index: 1,
    },
    {
      name: "an update that changes the index key",
      before: pending,
      write: () => update("SET pendingOrder = :later", { ":later": "2" }),
      table: 1,
      index: 2,
    },
    {
      name: "an update of another attribute in the index",
      before: pending,
      write: () => update("SET attempts = :one", { ":one": 1 }),
      table: 1,
      index: 1,
    },
    {
      name: "an update of an item that is not in the index",
      before: settled,
      write: () => update("SET attempts = :one", { ":one": 1 }),
      table: 1,
      index: 0,
    },
    { name: "a delete of an item in the index", before: pending, write: () => remove(), table: 1, index: 1 },
  ];

  awsBehaviorOfMany(
    {
      subject,
      aws: "A write consumes one unit per KB in the table, and one per KB of each index entry that it adds, changes or removes; a new index key removes one entry and adds another.",
      source: localIndexWrites,
    },
    () => {
      it.each(cases)("$name", async ({ before, write, table: ofTable, index }) => {
        await remove();
        if (before !== undefined) {
          await put(before);
        }

        const { units, outcome } = await unitsOf(write);

        expect(outcome).toMatchObject({
          ConsumedCapacity: { TableName, CapacityUnits: ofTable + index, Table: { CapacityUnits: ofTable } },
        });
        const { LocalSecondaryIndexes } = (outcome as Awaited<ReturnType<typeof put>>).ConsumedCapacity ?? {};
        expect(LocalSecondaryIndexes?.pending?.CapacityUnits ?? 0).toBe(index);
        expect(units).toEqual({ calls: 1, readUnits: 0, writeUnits: ofTable + index });
      });
    },
  );

  awsBehavior(
    {
      subject,
      aws: "In a transaction, a write consumes twice as many units of the table, but the usual number of units of an index.",
      source: observed("https://github.com/nubo-db/dynoxide/pull/188"),
    },
    async () => {
      await remove();

      const { units } = await unitsOf(() =>
        client.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: pending } }] })),
      );

      expect(units.writeUnits).toBe(3);
    },
  );
});

describe("the units of a write whose condition fails", () => {
  const large = { ...settled, text: "t".repeat(2500) };
  const ConditionExpression = "attribute_not_exists(id)";

  awsBehaviorOfMany(
    {
      subject,
      aws: "A write whose condition fails consumes one unit per KB of the existing item, or of the new item if that is larger.",
      source: documented(
        "amazondynamodb/latest/developerguide/read-write-operations.html#write-operation-consumption",
      ),
    },
    () => {
      it.each([
        { name: "two small items", before: settled, next: settled, units: 1 },
        { name: "a large existing item", before: large, next: settled, units: 3 },
        { name: "a large new item", before: settled, next: large, units: 3 },
      ])("$name", async ({ before, next, units: wanted }) => {
        await put(before);

        const { units, outcome } = await unitsOf(() => put(next, { ConditionExpression }));

        expect(outcome).toMatchObject({ name: "ConditionalCheckFailedException", Item: undefined });
        expect(units).toEqual({ calls: 1, readUnits: 0, writeUnits: wanted });
      });
    },
  );

  it("returns the existing item to a caller that requested it", async () => {
    await put(settled);

    const { outcome } = await unitsOf(() =>
      put(pending, { ConditionExpression, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
    );

    expect(outcome).toMatchObject({
      name: "ConditionalCheckFailedException",
      Item: { text: { S: settled.text } },
    });
  });
});

awsBehavior(
  {
    subject,
    aws: "A Scan of a sparse index reads only the items in the index, and can be consistent for a local index.",
    source: documented("amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Reads"),
  },
  async () => {
    for (let id = 0; id < 10; id += 1) {
      await put({ conversation: "large", id: `${id}`, text: "t".repeat(10_000) });
    }
    await put({ ...pending, conversation: "large", id: "pending" });

    const { units, outcome } = await unitsOf(() =>
      client.send(new ScanCommand({ TableName, IndexName: "pending", ConsistentRead: true })),
    );

    expect(outcome).toMatchObject({ Count: 1, ScannedCount: 1 });
    expect(units).toEqual({ calls: 1, readUnits: 1, writeUnits: 0 });
  },
);
