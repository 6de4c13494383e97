import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { ReadLag } from "../../src/data/read-lag";
import { LaggingFixture } from "./lagging-fixture";
import { messages } from "./sample-tables";

const TableName = messages.tableName;
const maximumMilliseconds = 60;
const items = ["a", "b", "c"] as const;

/** A step of a history. */
type Step =
  | { readonly kind: "put" | "delete" | "get" | "query"; readonly item: (typeof items)[number] }
  | { readonly kind: "wait"; readonly milliseconds: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom("put" as const), item: fc.constantFrom(...items) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom("delete" as const), item: fc.constantFrom(...items) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("get" as const, "query" as const),
        item: fc.constantFrom(...items),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), milliseconds: fc.nat(40) }) },
  ),
  { minLength: 10, maxLength: 40 },
);

let fixture: LaggingFixture;
const lag = new ReadLag({ minimumMilliseconds: 0, maximumMilliseconds: maximumMilliseconds, seed: 3 });

beforeAll(async () => {
  fixture = await LaggingFixture.start(lag, [messages]);
}, 30_000);
afterAll(() => fixture?.close());

/** All states of an item with the times of their writes. In the first state the item does not exist. */
class History {
  readonly states: { readonly version: number | undefined; readonly from: number }[];
  #lastSeen = 0;

  constructor(now: number) {
    this.states = [{ version: undefined, from: now }];
  }

  /**
   * Checks that a read may return this state. The state must not be older than the lag, or earlier than a state that
   * was returned before. If several states match, for example after two deletions, the earliest state is used.
   */
  expectSeen(version: number | undefined, now: number): void {
    const oldest = now - maximumMilliseconds;
    const index = this.states.findIndex(
      (it, at) =>
        at >= this.#lastSeen && it.version === version && (this.states[at + 1]?.from ?? now) >= oldest,
    );
    expect(index).toBeGreaterThanOrEqual(0);
    this.#lastSeen = index;
  }
}

async function read(kind: "get" | "query", Key: Record<string, string>): Promise<number | undefined> {
  if (kind === "get") {
    return (await fixture.client.send(new GetCommand({ TableName, Key }))).Item?.version;
  }
  const { Items = [] } = await fixture.client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "conversation = :conversation",
      ExpressionAttributeValues: { ":conversation": Key.conversation },
    }),
  );
  return Items.find(({ messageKey }) => messageKey === Key.messageKey)?.version;
}

let run = 0;

/** @returns the number of reads that returned an old state */
async function follow(history: readonly Step[]): Promise<number> {
  run += 1;
  const { client, clock } = fixture;
  const conversation = `run-${run}`;
  const histories = new Map(items.map((name) => [name as string, new History(clock.now())]));
  let version = 0;
  let stale = 0;
  for (const step of history) {
    if (step.kind === "wait") {
      await clock.advance(step.milliseconds);
      continue;
    }
    const Key = { conversation, messageKey: step.item };
    const states = histories.get(step.item) as History;
    if (step.kind === "put") {
      version += 1;
      await client.send(new PutCommand({ TableName, Item: { ...Key, order: "1", version } }));
      states.states.push({ version, from: clock.now() });
    } else if (step.kind === "delete") {
      await client.send(new DeleteCommand({ TableName, Key }));
      states.states.push({ version: undefined, from: clock.now() });
    } else {
      const seen = await read(step.kind, Key);
      states.expectSeen(seen, clock.now());
      stale += seen === states.states.at(-1)?.version ? 0 : 1;
    }
  }
  return stale;
}

it("a lagging read returns a state at most as old as the lag, and never an earlier state than the previous read", async () => {
  let stale = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      stale += await follow(history);
    }),
    { numRuns: 25, seed: 12 },
  );
  expect(stale).toBeGreaterThan(20);
}, 60_000);
