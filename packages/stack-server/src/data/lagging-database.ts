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

/** Properties of {@link startLaggingDatabase}. */
export interface LaggingDatabaseProps {
  /** Database for all writes and consistent reads. Every write to it must go through the lagging database. */
  readonly primary: Database;
  readonly region: string;
  readonly lag: ReadLag;
  /** Decides when a write becomes visible. */
  readonly clock: Clock;
}

/**
 * Starts an in-memory replica that receives the writes of a database with a lag. The replica handles every read without
 * `ConsistentRead`, so that key conditions, indexes, filters, limits and paging apply to the old items.
 *
 * Each write becomes visible after its own lag, in the order of the writes. Due writes are applied before the next
 * read; nothing runs in the background.
 *
 * @throws EngineError when the replica does not start
 */
export async function startLaggingDatabase(props: LaggingDatabaseProps): Promise<LaggingDatabase> {
  return new LaggingDatabase(props, await startEngine());
}

/** PartiQL operations. Their reads and writes cannot be determined from the request. */
const partiql = ["ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"];

/** A database whose eventually consistent reads lag. */
export class LaggingDatabase implements Database {
  readonly #props: LaggingDatabaseProps;
  readonly #engine: Engine;
  readonly #replica: Database;
  readonly #schedule = new ReplicaSchedule();
  readonly #locks = new ItemLocks();
  #schemas: KeySchemas = new Map();
  #applied: Promise<void> = Promise.resolve();

  /** @param engine Engine of the replica. */
  constructor(props: LaggingDatabaseProps, engine: Engine) {
    this.#props = props;
    this.#engine = engine;
    this.#replica = connectDatabase(engine.endpoint);
  }

  /** Serves these tables. Their current items are visible immediately. Can be called again with other tables. */
  async update(tables: readonly TableModel[]): Promise<void> {
    const { primary, region } = this.#props;
    await createTables(this.#engine.endpoint, region, tables);
    const schemas = keySchemas(tables);
    const added = [...schemas.keys()].filter((tableName) => !this.#schemas.has(tableName));
    await Promise.all(added.map((tableName) => copyTable(primary, this.#replica, tableName, schemas)));
    this.#schemas = new Map([...this.#schemas, ...schemas]);
  }

  /** Closes the connections and the replica. */
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
      // If the lag is switched on again, reads must not go back to an older state.
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

  /**
   * Sends the writes of one item one after another. Otherwise, the recorded order could differ from the actual order.
   */
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
          // After a 5xx or without a response, the write may have happened.
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

  /** Applies the writes that are due at `now` to the replica. */
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

/** Returns the error of an unknown operation, with the reason. */
function refusePartiql(operation: string): DatabaseAnswer {
  const answer = {
    __type: "com.amazon.coral.service#UnknownOperationException",
    message: `${operation} is not supported while reads lag. Use the item operations, or start without read lag.`,
  };
  return {
    status: 400,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Buffer.from(JSON.stringify(answer)),
  };
}
