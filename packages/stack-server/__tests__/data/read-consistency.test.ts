import { TransactGetCommand } from "@aws-sdk/lib-dynamodb";
import { ReadLag } from "../../src/data/read-lag";
import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { LaggingFixture } from "./lagging-fixture";
import { item, Key, messageOf, TableName } from "./lagging-message";
import { channels, messages } from "./sample-tables";

const readConsistency = documented("amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html");
const subject = "DynamoDB: read consistency";

const longMilliseconds = 100;
const range = { minimumMilliseconds: 50, maximumMilliseconds: longMilliseconds };
const { put, settle, remove, get, batchGet, query, scan } = messageOf(() => fixture.client);

let fixture: LaggingFixture;
let lag: ReadLag;

beforeAll(async () => {
  lag = new ReadLag(range);
  fixture = await LaggingFixture.start(lag, [messages, channels]);
}, 30_000);
afterAll(() => fixture?.close());
afterEach(async () => {
  lag.set(range);
  await remove();
  await fixture.clock.advance(longMilliseconds);
});

describe("reads of DynamoDB", () => {
  const reads = [
    { name: "GetItem", read: get, shown: "first" },
    { name: "BatchGetItem", read: batchGet, shown: "first" },
    { name: "Query", read: query, shown: "first" },
    { name: "Scan", read: scan, shown: "first" },
    {
      name: "Query of a local index",
      read: (consistent?: boolean) => query(consistent, "timeline"),
      shown: "without text",
    },
    {
      name: "Scan of a local index",
      read: (consistent?: boolean) => scan(consistent, "timeline"),
      shown: "without text",
    },
  ];

  awsBehaviorOfMany(
    {
      subject,
      aws: "A read without `ConsistentRead` may miss an acknowledged write, but returns the write after a while.",
      source: readConsistency,
    },
    () => {
      it.each(reads)("$name", async ({ read, shown }) => {
        await put("first");
        const early = await read();
        await fixture.clock.advance(longMilliseconds);

        expect(early).toEqual([]);
        expect(await read()).toEqual([shown]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject,
      aws: "A read with `ConsistentRead` of a table or a local index returns every acknowledged write.",
      source: readConsistency,
    },
    () => {
      it.each(reads)("$name", async ({ read, shown }) => {
        await put("first");
        expect(await read(true)).toEqual([shown]);
        await remove();
        expect(await read(true)).toEqual([]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject,
      aws: "A global index may miss an item that was just written, and may still return one that was just deleted.",
      source: documented("amazondynamodb/latest/developerguide/GSI.html#GSI.Writes"),
    },
    () => {
      it.each([
        { name: "Query", read: () => query(undefined, "waiting") },
        { name: "Scan", read: () => scan(undefined, "waiting") },
      ])("$name", async ({ read }) => {
        await put("first");
        const missed = await read();
        await fixture.clock.advance(longMilliseconds);
        const found = await read();
        await settle();
        const stale = await read();
        await fixture.clock.advance(longMilliseconds);

        expect([missed, found, stale, await read()]).toEqual([[], ["first"], ["first"], []]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject,
      aws: "A consistent read of a global index is rejected with “Consistent reads are not supported on global secondary indexes”.",
      source: documented("amazondynamodb/latest/APIReference/API_Query.html"),
    },
    () => {
      it.each([
        { name: "Query", read: () => query(true, "waiting") },
        { name: "Scan", read: () => scan(true, "waiting") },
      ])("$name", async ({ read }) => {
        await expect(read()).rejects.toMatchObject({
          name: "ValidationException",
          message: "Consistent reads are not supported on global secondary indexes",
        });
      });
    },
  );

  awsBehavior(
    {
      subject,
      aws: "TransactGetItems is serializable: it returns every acknowledged write.",
      source: documented("amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation"),
    },
    async () => {
      await put("first");

      const { Responses } = await fixture.client.send(
        new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key } }] }),
      );

      expect(Responses).toEqual([{ Item: item("first") }]);
    },
  );

  awsBehavior(
    {
      subject,
      aws: "Eventually consistent reads of one item may return an older state after a newer one.",
      source: assumed("different replicas may serve the reads, and no page documents an order"),
      here: "Such reads never return an older state after a newer one, so that a failure can be reproduced.",
    },
    async () => {
      await put("first");
      await fixture.clock.advance(longMilliseconds);
      lag.set({ minimumMilliseconds: longMilliseconds, maximumMilliseconds: longMilliseconds });
      await put("second");
      lag.set({ minimumMilliseconds: 0, maximumMilliseconds: 1 });
      await put("third");

      await fixture.clock.advance(longMilliseconds - 1);
      expect(await get()).toEqual(["first"]);
      await fixture.clock.advance(1);
      expect(await get()).toEqual(["third"]);
    },
  );
});
