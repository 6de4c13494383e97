import { entriesOf, isObject, type JsonObject, objectsOf } from "../json";

/** A read, split into a part that may be stale and a part that must be up to date. */
export interface DividedRead {
  readonly eventual: JsonObject;
  readonly consistent: JsonObject | undefined;
}

/**
 * Splits a read into its eventual and its consistent part. BatchGetItem has a `ConsistentRead` for each table:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeysAndAttributes.html. TransactGetItems has
 * no `ConsistentRead` and is always serializable:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation
 *
 * @param isLagging Returns whether the table with this name lags.
 * @returns `undefined` if the call is not a read, or no part of it may be stale
 */
export function divideRead(
  operation: string,
  input: JsonObject,
  isLagging: (tableName: unknown) => boolean,
): DividedRead | undefined {
  if (operation === "BatchGetItem") {
    return divideBatch(input, isLagging);
  }
  const isEventual = ["GetItem", "Query", "Scan"].includes(operation) && input.ConsistentRead !== true;
  return isEventual && isLagging(input.TableName) ? { eventual: input, consistent: undefined } : undefined;
}

function divideBatch(input: JsonObject, isLagging: (tableName: unknown) => boolean): DividedRead | undefined {
  const tables = entriesOf(input.RequestItems);
  const isEventual = ([tableName, read]: readonly [string, unknown]) =>
    isLagging(tableName) && isObject(read) && read.ConsistentRead !== true;
  const eventual = tables.filter(isEventual);
  const consistent = tables.filter((it) => !isEventual(it));
  const only = (of: typeof tables) => ({ ...input, RequestItems: Object.fromEntries(of) });
  return eventual.length === 0
    ? undefined
    : { eventual: only(eventual), consistent: consistent.length === 0 ? undefined : only(consistent) };
}

/** Merges the responses of a BatchGetItem that was split. */
export function joinBatchAnswers(first: JsonObject, second: JsonObject): JsonObject {
  const consumed = [...objectsOf(first.ConsumedCapacity), ...objectsOf(second.ConsumedCapacity)];
  return {
    Responses: joined(first.Responses, second.Responses),
    UnprocessedKeys: joined(first.UnprocessedKeys, second.UnprocessedKeys),
    ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
  };
}

function joined(first: unknown, second: unknown): JsonObject {
  return Object.fromEntries([...entriesOf(first), ...entriesOf(second)]);
}
