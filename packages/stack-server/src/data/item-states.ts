import { entriesOf, type JsonObject, objectsOf } from "../json";
import { ask } from "./ask-database";
import type { Database } from "./database";
import type { ItemState } from "./replica-schedule";
import { type ItemKey, itemKey, type KeySchemas } from "./written-items";

/** Reads the current state of items. */
export async function readStates(
  database: Database,
  items: readonly ItemKey[],
  schemas: KeySchemas,
): Promise<readonly ItemState[]> {
  const found = new Map<string, JsonObject>();
  const answers = await askInBatches(
    database,
    "BatchGetItem",
    items.map(({ tableName, key }) => [tableName, key]),
  );
  for (const [tableName, rows] of answers.flatMap(({ Responses }) => entriesOf(Responses))) {
    for (const attributes of objectsOf(rows)) {
      found.set(itemKey(tableName, attributes, schemas)?.name ?? "", attributes);
    }
  }
  return items.map((item) => ({ item, attributes: found.get(item.name) }));
}

/** Writes or deletes items. Each item may occur once. */
export async function writeStates(database: Database, states: readonly ItemState[]): Promise<void> {
  await askInBatches(
    database,
    "BatchWriteItem",
    states.map(({ item: { tableName, key }, attributes: Item }) => [
      tableName,
      Item === undefined ? { DeleteRequest: { Key: key } } : { PutRequest: { Item } },
    ]),
  );
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

/**
 * Maximum number of requests in a call:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
const mostRequests = { BatchGetItem: 100, BatchWriteItem: 25 };

/**
 * Sends requests in batches within the limits. Repeats requests that the database did not process.
 *
 * @param requests Requests with the names of their tables.
 */
async function askInBatches(
  database: Database,
  operation: keyof typeof mostRequests,
  requests: readonly (readonly [tableName: string, request: JsonObject])[],
): Promise<readonly JsonObject[]> {
  const answers: JsonObject[] = [];
  for (let at = 0; at < requests.length; at += mostRequests[operation]) {
    const tables = new Map<string, JsonObject[]>();
    for (const [tableName, request] of requests.slice(at, at + mostRequests[operation])) {
      tables.set(tableName, [...(tables.get(tableName) ?? []), request]);
    }
    const requestOf = (of: readonly JsonObject[]) =>
      operation === "BatchGetItem" ? { Keys: of, ConsistentRead: true } : of;
    let left: JsonObject = Object.fromEntries([...tables].map(([name, of]) => [name, requestOf(of)]));
    while (Object.keys(left).length > 0) {
      const answer = await ask(database, operation, { RequestItems: left });
      answers.push(answer);
      left = Object.fromEntries(entriesOf(answer.UnprocessedKeys ?? answer.UnprocessedItems));
    }
  }
  return answers;
}
