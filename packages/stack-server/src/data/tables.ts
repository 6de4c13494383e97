import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableModel } from "../stack/model";
import { createTableInput } from "./create-table-input";
import { EngineError } from "./engine-error";
import { differences } from "./table-differences";

/** The database contains tables whose keys or indexes differ from those of the stack. */
export class TableMismatchError extends Error {
  override readonly name = "TableMismatchError";
}

/** Time in which a table must become active. */
const longestWaitMilliseconds = 30_000;
const stepMilliseconds = 50;

/**
 * Creates the missing tables of a stack, with indexes and TTL, and waits until all are active. Existing tables keep
 * their items.
 *
 * @param endpoint URL of the engine, or of DynamoDB Local.
 * @throws TableMismatchError that names every table whose keys or indexes differ
 */
export async function createTables(
  endpoint: string,
  region: string,
  tables: readonly TableModel[],
): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    const mismatches = (await Promise.all(tables.map((table) => createTable(client, table)))).flat();
    if (mismatches.length > 0) {
      throw new TableMismatchError(
        `The database at ${endpoint} contains tables with other keys or indexes: ${mismatches.join("; ")}. ` +
          "Empty the database, which deletes its items, or serve the version of the stack that created it.",
      );
    }
    await Promise.all(tables.map((table) => setTimeToLive(client, table)));
  } finally {
    client.destroy();
  }
}

/** Creates a table if it is missing. @returns the differences of an existing table */
async function createTable(client: DynamoDBClient, table: TableModel): Promise<readonly string[]> {
  const existing = await describe(client, table);
  if (existing !== undefined) {
    return differences(table, existing);
  }
  try {
    await client.send(new CreateTableCommand(createTableInput(table)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) {
      throw error;
    }
  }
  await waitUntilActive(client, table);
  return [];
}

async function waitUntilActive(client: DynamoDBClient, table: TableModel): Promise<void> {
  const until = Date.now() + longestWaitMilliseconds;
  while ((await describe(client, table))?.TableStatus !== "ACTIVE") {
    if (Date.now() > until) {
      throw new EngineError(
        `The table ${table.tableName} did not become active within ${longestWaitMilliseconds} ms.`,
      );
    }
    await sleep(stepMilliseconds);
  }
}

async function describe(client: DynamoDBClient, table: TableModel): Promise<TableDescription | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table.tableName }));
    return Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}

/** Enables TTL if it is disabled. DynamoDB rejects the call if TTL is already enabled. */
async function setTimeToLive(client: DynamoDBClient, table: TableModel): Promise<void> {
  const { tableName, timeToLiveAttribute } = table;
  if (timeToLiveAttribute === undefined) {
    return;
  }
  const { TimeToLiveDescription } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: tableName }),
  );
  const isOn = ["ENABLED", "ENABLING"].includes(TimeToLiveDescription?.TimeToLiveStatus ?? "");
  if (isOn && TimeToLiveDescription?.AttributeName === timeToLiveAttribute) {
    return;
  }
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
    }),
  );
}
