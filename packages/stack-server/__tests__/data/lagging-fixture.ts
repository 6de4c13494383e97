import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ManualClock } from "../../src/clock";
import { connectDatabase, type Database } from "../../src/data/database";
import { startDatabaseGate } from "../../src/data/database-gate";
import { type Engine, startEngine } from "../../src/data/engine";
import { type LaggingDatabase, startLaggingDatabase } from "../../src/data/lagging-database";
import type { ReadLag } from "../../src/data/read-lag";
import { createTables } from "../../src/data/tables";
import type { LocalListener } from "../../src/http";
import type { TableModel } from "../../src/stack/model";
import { documentClient, region } from "./document-client";

/** A database whose reads lag on a manual clock, with one client that reads with the lag, and one without. */
export class LaggingFixture {
  readonly engine: Engine;
  readonly lagging: LaggingDatabase;
  readonly gate: LocalListener;
  readonly clock: ManualClock;
  /** Reads and writes as a function does. */
  readonly client: DynamoDBDocumentClient;
  /** Bypasses the lag. */
  readonly direct: DynamoDBDocumentClient;

  private constructor(
    engine: Engine,
    lagging: LaggingDatabase,
    gate: LocalListener,
    clock: ManualClock,
    client: DynamoDBDocumentClient,
    direct: DynamoDBDocumentClient,
  ) {
    this.engine = engine;
    this.lagging = lagging;
    this.gate = gate;
    this.clock = clock;
    this.client = client;
    this.direct = direct;
  }

  /**
   * @param prepare Writes items before the lag begins.
   * @param wrap Wraps the database behind the lag.
   */
  static async start(
    lag: ReadLag,
    tables: readonly TableModel[],
    prepare: (direct: DynamoDBDocumentClient) => Promise<unknown> = async () => undefined,
    wrap: (primary: Database) => Database = (primary) => primary,
  ): Promise<LaggingFixture> {
    const engine = await startEngine();
    const direct = documentClient(engine.endpoint);
    await createTables(engine.endpoint, region, tables);
    await prepare(direct);
    const clock = new ManualClock();
    const primary = wrap(connectDatabase(engine.endpoint));
    const lagging = await startLaggingDatabase({ primary, region: region, lag, clock });
    await lagging.update(tables);
    const gate = await startDatabaseGate({ database: lagging });
    return new LaggingFixture(engine, lagging, gate, clock, documentClient(gate.endpoint), direct);
  }

  async close(): Promise<void> {
    this.client.destroy();
    this.direct.destroy();
    await this.gate.close();
    await this.lagging.close();
    await this.engine.close();
  }
}
