import { setTimeout as sleep } from "node:timers/promises";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Database } from "../../src/data/database";
import { ItemLocks } from "../../src/data/item-locks";
import { ReadLag } from "../../src/data/read-lag";
import { LaggingFixture } from "./lagging-fixture";
import { channels } from "./sample-tables";

const heldMilliseconds = 60;

/** Delays the first response to a BatchGetItem, from which the lagging database reads the result of a write. */
function holdFirstState(primary: Database): Database {
  let isFirst = true;
  return {
    ...primary,
    call: async (call) => {
      const isHeld = isFirst && call.operation === "BatchGetItem";
      isFirst &&= !isHeld;
      const answer = await primary.call(call);
      await sleep(isHeld ? heldMilliseconds : 0);
      return answer;
    },
  };
}

describe("concurrent writes of one item", () => {
  it("become visible in the order of the database, even if its first response is late", async () => {
    const lag = new ReadLag({ minimumMilliseconds: 10, maximumMilliseconds: 10 });
    const fixture = await LaggingFixture.start(lag, [channels], undefined, holdFirstState);
    try {
      const { client, clock, direct } = fixture;
      const { tableName: TableName } = channels;
      const Key = { channelKey: "demo" };
      const put = (version: number) => client.send(new PutCommand({ TableName, Item: { ...Key, version } }));

      const first = put(1);
      await sleep(heldMilliseconds / 3);
      await Promise.all([first, put(2)]);
      await clock.advance(10);

      const { Item } = await client.send(new GetCommand({ TableName, Key }));
      expect(Item).toEqual({ ...Key, version: 2 });
      expect((await direct.send(new GetCommand({ TableName, Key }))).Item).toEqual(Item);
    } finally {
      await fixture.close();
    }
  });

  it("wait for each other, but not for writes of other items, and continue after a failed write", async () => {
    const locks = new ItemLocks();
    const order: string[] = [];
    const act = (name: string, milliseconds: number) => async () => {
      order.push(`${name} begins`);
      await sleep(milliseconds);
      order.push(`${name} ends`);
    };

    await Promise.allSettled([
      locks.run(["a", "b"], () => act("ab", 30)().then(() => Promise.reject(new Error("failed")))),
      locks.run(["b", "c"], act("bc", 1)),
      locks.run(["d"], act("d", 1)),
    ]);

    expect(order).toEqual(["ab begins", "d begins", "d ends", "ab ends", "bc begins", "bc ends"]);
  });
});
