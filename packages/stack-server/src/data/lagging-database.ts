import type { Clock } from "../clock";
import { type JsonObject, tryParseObject } from "../json";
import type { TableModel } from "../stack/model";
import { withInput } from "./ask-database";
import { connectDatabase, type Database, type DatabaseAnswer, type DatabaseCall } from "./database";
import { type Engine, startEngine } from "./engine";
import { divideRead, joinBatchAnswers } from "./eventual-reads";
import { ItemLocks } from "./item-locks";
import { copyTable, readStates, writeStates } from "./item-states";
import type { ReadLag } from "./read-lag";
import { ReplicaSchedule } from "./replica-schedule";
import { createTables } from "./tables";
import { type ItemKey, type KeySchemas, keySchemas, writtenItems } from "./written-items";

export interface LaggingDatabaseProps {
  /** Where all writes and all consistent reads go. No one may write to it but through the lagging database. */
  readonly primary: Database;
  readonly region: string;
  readonly lag: ReadLag;
  /** Decides when a write becomes visible. */
  readonly clock: Clock;
}

/**
 * Starts a database in memory beside another one, as its late copy: it answers every read without `ConsistentRead`.
 * So the engine itself applies key conditions, indexes, filters, limits and paging to the old items.
 *
 * Every write of an item becomes visible after a lag of its own, in the order of the writes. Nothing runs in the
 * background: what is due is applied before the next read.
 *
 * @throws EngineError when the copy does not start
 */
export async function startLaggingDatabase(props: LaggingDatabaseProps): Promise<LaggingDatabase> {
  return new LaggingDatabase(props, await startEngine());
}

/** Neither their writes nor what they read can be found in the request. */
const partiql = ["ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"];

/** A database whose eventually consistent reads are late. */
export class LaggingDatabase implements Database {
  readonly #props: LaggingDatabaseProps;
  readonly #engine: Engine;
  readonly #replica: Database;
  readonly #schedule = new ReplicaSchedule();
  readonly #locks = new ItemLocks();
  #schemas: KeySchemas = new Map();
  #applied: Promise<void> = Promise.resolve();

  /** @param engine Holds the late copy. */
  constructor(props: LaggingDatabaseProps, engine: Engine) {
    this.#props = props;
    this.#engine = engine;
    this.#replica = connectDatabase(engine.endpoint);
  }

  /** Serves these tables: what they hold becomes visible at once. Can be called again with other tables. */
  async update(tables: readonly TableModel[]): Promise<void> {
    const { primary, region } = this.#props;
    await createTables(this.#engine.endpoint, region, tables);
    const schemas = keySchemas(tables);
    const added = [...schemas.keys()].filter((tableName) => !this.#schemas.has(tableName));
    await Promise.all(added.map((tableName) => copyTable(primary, this.#replica, tableName, schemas)));
    this.#schemas = new Map([...this.#schemas, ...schemas]);
  }

  /** Ends its connections and the replica. */
  async close(): Promise<void> {
    this.#props.primary.close();
    this.#replica.close();
    await this.#engine.close();
  }

  async call(call: DatabaseCall): Promise<DatabaseAnswer> {
    const { operation, input } = call;
    const { primary, lag } = this.#props;
    if (partiql.includes(operation)) {
      return refusePartiql(operation);
    }
    if (!lag.isOn) {
      // Whoever switches the lag on again must not see what was up to date go back.
      this.#apply(Number.POSITIVE_INFINITY).catch(() => undefined);
    }
    const isLagging = (tableName: unknown) => lag.isOn && this.#schemas.has(String(tableName));
    const read = divideRead(operation, input, isLagging);
    if (read !== undefined) {
      const eventual = withInput(call, read.eventual);
      return read.consistent === undefined
        ? this.#readLate(eventual)
        : this.#readBoth(eventual, withInput(call, read.consistent));
    }
    const items = writtenItems(operation, input, this.#schemas);
    return items.length === 0 ? primary.call(call) : this.#write(call, items);
  }

  async #readLate(call: DatabaseCall): Promise<DatabaseAnswer> {
    await this.#apply(this.#props.clock.now());
    return this.#replica.call(call);
  }

  async #readBoth(eventual: DatabaseCall, consistent: DatabaseCall): Promise<DatabaseAnswer> {
    const answers = await Promise.all([this.#readLate(eventual), this.#props.primary.call(consistent)]);
    const refused = answers.find(({ status }) => status !== 200);
    const [first, second] = answers;
    const body = joinBatchAnswers(parsedBody(first), parsedBody(second));
    return refused ?? { ...first, body: Buffer.from(JSON.stringify(body)) };
  }

  /** Writes of one item go to the database one after another: else their order here could be another one than there. */
  #write(call: DatabaseCall, items: readonly ItemKey[]): Promise<DatabaseAnswer> {
    return this.#locks.run(
      items.map(({ name }) => name),
      async () => {
        let isRefused = false;
        try {
          const answer = await this.#props.primary.call(call);
          isRefused = answer.status >= 400 && answer.status < 500;
          return answer;
        } finally {
          // After a 5xx, or without an answer, the write may have happened.
          if (!isRefused) {
            await this.#noteStates(items);
          }
        }
      },
    );
  }

  async #noteStates(items: readonly ItemKey[]): Promise<void> {
    const { primary, lag, clock } = this.#props;
    const writtenAt = clock.now();
    for (const state of await readStates(primary, items, this.#schemas)) {
      const count = this.#schedule.countOf(state.item);
      this.#schedule.add(state, writtenAt, writtenAt + lag.ofWrite(state.item.name, count));
    }
  }

  /** Brings the copy to what is due at a time. */
  #apply(now: number): Promise<void> {
    const due = this.#schedule.takeDue(now);
    if (due.length > 0) {
      this.#applied = this.#applied.then(() => writeStates(this.#replica, due));
    }
    return this.#applied;
  }
}

function parsedBody({ body }: DatabaseAnswer): JsonObject {
  return tryParseObject(body.toString()) ?? {};
}

/** As for an operation that does not exist, but with the reason. */
function refusePartiql(operation: string): DatabaseAnswer {
  const answer = {
    __type: "com.amazon.coral.service#UnknownOperationException",
    message: `${operation} is not served while reads lag. Use the item operations, or start without a lag.`,
  };
  return {
    status: 400,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Buffer.from(JSON.stringify(answer)),
  };
}
