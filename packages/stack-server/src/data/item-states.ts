import { entriesOf, isObject, type JsonObject, objectsOf } from "../json";
import { ask } from "./ask-database";
import type { Database } from "./database";
import type { ItemState } from "./replica-schedule";
import { type ItemKey, itemKey, type KeySchemas } from "./written-items";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const largestGet = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const largestWrite = 25;

/** Reads items as they are now. */
export async function readStates(
  database: Database,
  items: readonly ItemKey[],
  schemas: KeySchemas,
): Promise<readonly ItemState[]> {
  const found = new Map<string, JsonObject>();
  for (const part of parts(items, largestGet)) {
    let requested: JsonObject = byTable(
      part,
      ({ key }) => key,
      (Keys) => ({ Keys, ConsistentRead: true }),
    );
    while (Object.keys(requested).length > 0) {
      const answer = await ask(database, "BatchGetItem", { RequestItems: requested });
      for (const [tableName, rows] of entriesOf(answer.Responses)) {
        for (const attributes of objectsOf(rows)) {
          found.set(itemKey(tableName, attributes, schemas)?.name ?? "", attributes);
        }
      }
      requested = objectOf(answer.UnprocessedKeys);
    }
  }
  return items.map((item) => ({ item, attributes: found.get(item.name) }));
}

/** Writes items as they are given, or deletes them. Each item may come once. */
export async function writeStates(database: Database, states: readonly ItemState[]): Promise<void> {
  for (const part of parts(states, largestWrite)) {
    let requested: JsonObject = byTable(part, writeRequest, (requests) => requests);
    while (Object.keys(requested).length > 0) {
      const answer = await ask(database, "BatchWriteItem", { RequestItems: requested });
      requested = objectOf(answer.UnprocessedItems);
    }
  }
}

/** Copies all items of a table. */
export async function copyTable(
  from: Database,
  to: Database,
  tableName: string,
  schemas: KeySchemas,
): Promise<void> {
  let start: unknown;
  do {
    const page = await ask(from, "Scan", {
      TableName: tableName,
      ConsistentRead: true,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    const states = objectsOf(page.Items).flatMap((attributes) => {
      const item = itemKey(tableName, attributes, schemas);
      return item === undefined ? [] : [{ item, attributes }];
    });
    await writeStates(to, states);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

function writeRequest({ item, attributes }: ItemState): JsonObject {
  return attributes === undefined
    ? { DeleteRequest: { Key: item.key } }
    : { PutRequest: { Item: attributes } };
}

function byTable<T extends ItemKey | ItemState>(
  entries: readonly T[],
  request: (entry: T) => JsonObject,
  requests: (of: readonly JsonObject[]) => unknown,
): JsonObject {
  const tables = new Map<string, JsonObject[]>();
  for (const entry of entries) {
    const { tableName } = "item" in entry ? entry.item : entry;
    tables.set(tableName, [...(tables.get(tableName) ?? []), request(entry)]);
  }
  return Object.fromEntries([...tables].map(([tableName, of]) => [tableName, requests(of)]));
}

function parts<T>(entries: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
