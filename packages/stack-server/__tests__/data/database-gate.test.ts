import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { systemClock } from "../../src/clock";
import { connectDatabase, type Database } from "../../src/data/database";
import { startDatabaseGate } from "../../src/data/database-gate";
import { type Engine, startEngine } from "../../src/data/engine";
import { createTables } from "../../src/data/tables";
import { Faults } from "../../src/faults";
import { UsageMeter } from "../../src/functions/usage-meter";
import type { LocalListener } from "../../src/http";
import { documentClient, region } from "./document-client";

const faults = new Faults(systemClock);
const usage = new UsageMeter();
const { thread } = usage.register();
let engine: Engine;
let database: Database;
let gate: LocalListener;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine();
  database = connectDatabase(engine.endpoint);
  gate = await startDatabaseGate({ database, faults, usage });
  await createTables(
    engine.endpoint,
    region,
    ["lamps", "strings"].map((tableName) => ({
      address: `aws_dynamodb_table.${tableName}`,
      tableName,
      hashKey: "id",
      rangeKey: undefined,
      attributes: [{ name: "id", type: "S" as const }],
      globalSecondaryIndexes: [],
      localSecondaryIndexes: [],
      timeToLiveAttribute: undefined,
    })),
  );
  client = documentClient(gate.endpoint, thread);
});
afterAll(async () => {
  client.destroy();
  await gate.close();
  database.close();
  await engine.close();
});
afterEach(() => {
  faults.clear();
  usage.take(thread);
});

const put = (id: string, more: Partial<ConstructorParameters<typeof PutCommand>[0]> = {}) =>
  client.send(new PutCommand({ TableName: "lamps", Item: { id }, ...more }));
const get = (id: string) =>
  client.send(new GetCommand({ TableName: "lamps", Key: { id }, ConsistentRead: true }));

describe("the proxy in front of the database", () => {
  it("forwards calls, and counts their units for the calling thread", async () => {
    await put("a");
    const { Item } = await get("a");

    expect(Item).toEqual({ id: "a" });
    expect(usage.take(thread)).toEqual({ calls: 2, readUnits: 1, writeUnits: 1 });
    expect(usage.take(thread)).toEqual({ calls: 0, readUnits: 0, writeUnits: 0 });
  });

  it("returns the units only to a caller that requested them", async () => {
    expect(await put("b")).not.toHaveProperty("ConsumedCapacity");
    expect(await put("b", { ReturnConsumedCapacity: "TOTAL" })).toMatchObject({
      ConsumedCapacity: { TableName: "lamps", CapacityUnits: 1 },
    });
  });

  it("counts a write whose condition fails, and forwards the error", async () => {
    await put("c");
    usage.take(thread);

    await expect(put("c", { ConditionExpression: "attribute_not_exists(id)" })).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
    });
    expect(usage.take(thread)).toEqual({ calls: 1, readUnits: 0, writeUnits: 1 });
  });

  it("fails a call of one table, but no call of another table", async () => {
    faults.add({ place: "table", kind: "refuse", only: "strings" });

    await expect(
      client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: "lamps", Item: { id: "d" } } },
            { Put: { TableName: "strings", Item: { id: "d" } } },
          ],
        }),
      ),
    ).rejects.toMatchObject({ name: "InternalServerError", $metadata: { httpStatusCode: 500 } });
    expect(await get("d")).not.toHaveProperty("Item");
    await expect(put("e")).resolves.toBeDefined();
  });

  it.each([
    ["ThrottlingException", "a write", () => put("t")],
    ["ProvisionedThroughputExceededException", "a read", () => get("t")],
  ])("throttles with %s at %s", async (name, _what, call) => {
    faults.add({ place: "table", kind: "throttle" });

    await expect(call()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    faults.clear();
    expect(await get("t")).not.toHaveProperty("Item");
  });

  it("makes a write or a transaction conflict with another transaction, but never a read", async () => {
    faults.add({ place: "table", kind: "conflict" });

    await expect(put("g")).rejects.toMatchObject({
      name: "TransactionConflictException",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(
      client.send(
        new TransactWriteCommand({ TransactItems: [{ Put: { TableName: "lamps", Item: { id: "g" } } }] }),
      ),
    ).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "TransactionConflict" }],
    });
    expect(await get("g")).not.toHaveProperty("Item");
  });

  it("injects a fault only into the operation in `only`", async () => {
    faults.add({ place: "table", kind: "refuse", only: "GetItem" });

    await expect(put("h")).resolves.toBeDefined();
    await expect(get("h")).rejects.toThrow();
  });

  it("loses the response of a completed call", async () => {
    faults.add({ place: "table", kind: "lose", times: 1 });

    await expect(put("f")).rejects.toThrow();
    expect(await get("f")).toMatchObject({ Item: { id: "f" } });
  });
});
