import type { Cleanup } from "../cleanup";
import type { Clock } from "../clock";
import type { TableModel } from "../stack/model";
import { checkDatabase } from "./check-database";
import { connectDatabase, type Database } from "./database";
import { startDatabaseGate } from "./database-gate";
import { startEngine } from "./engine";
import { startLaggingDatabase } from "./lagging-database";
import type { ReadLag } from "./read-lag";
import { createTables } from "./tables";

/** Options of {@link startTables}. */
export interface TablesOptions {
  /** URL of an external DynamoDB. @default - the embedded engine */
  readonly dynamodbEndpoint?: string;
  /** Folder for the engine's data. @default - the data is in memory */
  readonly dataDirectory?: string | undefined;
  /** Lag of eventually consistent reads. @default - every read is up to date */
  readonly readLag?: ReadLag;
  readonly clock: Clock;
  readonly region: string;
  readonly tables: readonly TableModel[];
}

/** The tables of a stack, served by a database. */
export interface ServedTables {
  /** URL of the database, or of the proxy that makes its reads lag. */
  readonly endpoint: string;
  /** Connects to the same database without the proxy. The caller closes the connection. */
  connect(): Database;
  /** Creates the missing tables of a new synthesis of the stack. @throws TableMismatchError */
  update(tables: readonly TableModel[]): Promise<void>;
}

/**
 * Starts the database, creates the tables, and makes reads lag if required.
 *
 * @throws EngineError, TableMismatchError
 */
export async function startTables(options: TablesOptions, closing: Cleanup): Promise<ServedTables> {
  const { region, tables, readLag, clock } = options;
  const endpoint = options.dynamodbEndpoint ?? (await startOwn(options, closing));
  if (options.dynamodbEndpoint !== undefined && tables.length > 0) {
    await checkDatabase(endpoint);
  }
  await createTables(endpoint, region, tables);
  if (readLag === undefined) {
    return {
      endpoint,
      connect: () => connectDatabase(endpoint),
      update: (next) => createTables(endpoint, region, next),
    };
  }
  const primary = connectDatabase(endpoint);
  const lagging = await startLaggingDatabase({ primary, region, lag: readLag, clock });
  closing.add(() => lagging.close());
  await lagging.update(tables);
  const gate = await startDatabaseGate({ database: lagging });
  closing.add(() => gate.close());
  return {
    endpoint: gate.endpoint,
    connect: () => ({ call: (call) => lagging.call(call), close: () => undefined }),
    update: async (next) => {
      await createTables(endpoint, region, next);
      await lagging.update(next);
    },
  };
}

async function startOwn(options: TablesOptions, closing: Cleanup): Promise<string> {
  const engine = await startEngine(options);
  closing.add(() => engine.close());
  return engine.endpoint;
}
