import { entriesOf, isObject, type JsonObject, objectsOf } from "../json";
import type { TableModel } from "../stack/model";

/** Key of an item in a table. */
export interface ItemKey {
  readonly tableName: string;
  /** Key attributes in DynamoDB's JSON format. */
  readonly key: JsonObject;
  /** Unique name of the item. Two spellings of the same key have the same name. */
  readonly name: string;
}

/** Names of the key attributes, by table. */
export type KeySchemas = ReadonlyMap<string, readonly string[]>;

/** Returns the key attributes of each table. */
export function keySchemas(tables: readonly TableModel[]): KeySchemas {
  return new Map(
    tables.map(({ tableName, hashKey, rangeKey }) => [
      tableName,
      rangeKey === undefined ? [hashKey] : [hashKey, rangeKey],
    ]),
  );
}

/**
 * Returns the items that a call may write, each once. Leaves out items of unknown tables and items with an incomplete
 * key, which DynamoDB rejects.
 */
export function writtenItems(operation: string, input: JsonObject, schemas: KeySchemas): readonly ItemKey[] {
  const items = writes(operation, input).flatMap(([tableName, attributes]) => {
    const item = itemKey(tableName, attributes, schemas);
    return item === undefined ? [] : [item];
  });
  return [...new Map(items.map((item) => [item.name, item])).values()];
}

/** Identifies an item. @param attributes A key, or a whole item. */
export function itemKey(tableName: unknown, attributes: unknown, schemas: KeySchemas): ItemKey | undefined {
  const schema = typeof tableName === "string" ? schemas.get(tableName) : undefined;
  if (schema === undefined || !isObject(attributes) || schema.some((name) => !isObject(attributes[name]))) {
    return undefined;
  }
  const key = Object.fromEntries(schema.map((name) => [name, attributes[name]]));
  const values = schema.map((name) => canonical(attributes[name]));
  return { tableName: String(tableName), key, name: JSON.stringify([tableName, ...values]) };
}

/** Name of a table, and the key or item that is written. */
type Write = readonly [tableName: unknown, attributes: unknown];

function writes(
  operation: string,
  { TableName, Item, Key, RequestItems, TransactItems }: JsonObject,
): readonly Write[] {
  switch (operation) {
    case "PutItem":
      return [[TableName, Item]];
    case "UpdateItem":
    case "DeleteItem":
      return [[TableName, Key]];
    case "BatchWriteItem":
      return entriesOf(RequestItems).flatMap(([tableName, requests]) =>
        objectsOf(requests).map((it): Write => [tableName, attributesOf(it.PutRequest ?? it.DeleteRequest)]),
      );
    case "TransactWriteItems":
      return objectsOf(TransactItems).flatMap(({ Put, Update, Delete }) =>
        objectsOf([Put, Update, Delete]).map((it): Write => [it.TableName, attributesOf(it)]),
      );
    default:
      return [];
  }
}

function attributesOf(write: unknown): unknown {
  return isObject(write) ? (write.Item ?? write.Key) : undefined;
}

/**
 * Normalizes numbers: `1`, `1.0` and `10E-1` are equal.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
 */
function canonical(value: unknown): unknown {
  const number = isObject(value) && typeof value.N === "string" ? value.N : undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)0*(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(number ?? "?") ?? [];
  if (number === undefined || whole + fraction === "") {
    return value;
  }
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  const scale = Number(exponent) - fraction.length + digits.length - significant.length;
  return { N: significant === "" ? "0" : `${sign === "-" ? "-" : ""}${significant}E${scale}` };
}
