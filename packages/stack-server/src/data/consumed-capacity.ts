import { isObject, type JsonObject, objectsOf, tryParseObject } from "../json";
import { withInput } from "./ask-database";
import type { DatabaseCall } from "./database";
import { itemSize } from "./item-size";

/** Operations that support `ReturnConsumedCapacity`. */
const operations = {
  readUnits: ["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"],
  writeUnits: ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"],
};

function unitsOf(operation: string): keyof typeof operations | undefined {
  return (["readUnits", "writeUnits"] as const).find((units) => operations[units].includes(operation));
}

const writeUnitBytes = 1024;

/** A call that also requests its consumed capacity. */
export interface CapacityQuestion {
  /** The call to send to the database. */
  readonly call: DatabaseCall;
  /** True if the caller did not request the units. They are then removed from its response. */
  readonly keepsUnits: boolean;
  /** True if the caller did not request the item that failed a condition. It is then removed from its response. */
  readonly keepsItem: boolean;
}

/**
 * Makes a call return its consumed capacity:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html#DDB-GetItem-request-ReturnConsumedCapacity
 *
 * A write whose condition fails returns no capacity, so the call requests the existing item:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html#DDB-PutItem-request-ReturnValuesOnConditionCheckFailure
 */
export function askForCapacity(call: DatabaseCall): CapacityQuestion {
  const { operation, input } = call;
  const keepsUnits = unitsOf(operation) !== undefined && (input.ReturnConsumedCapacity ?? "NONE") === "NONE";
  const keepsItem =
    typeof input.ConditionExpression === "string" &&
    (input.ReturnValuesOnConditionCheckFailure ?? "NONE") === "NONE";
  const asked = {
    ...input,
    ...(keepsUnits && { ReturnConsumedCapacity: "TOTAL" }),
    ...(keepsItem && { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
  };
  return { call: keepsUnits || keepsItem ? withInput(call, asked) : call, keepsUnits, keepsItem };
}

/** Returns the names of the tables that a call uses. */
export function tableNames({ TableName, RequestItems, TransactItems }: JsonObject): readonly string[] {
  const transacted = objectsOf(TransactItems).flatMap((item) =>
    objectsOf(Object.values(item)).map((it) => it.TableName),
  );
  const batched = isObject(RequestItems) ? Object.keys(RequestItems) : [];
  return [TableName, ...batched, ...transacted].filter((name) => typeof name === "string");
}

/**
 * Returns the units that a call consumed, and the response that its caller requested. A write whose condition fails
 * is charged by the larger of the existing item and the new one:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#write-operation-consumption.
 * The item that an update would have written is unknown here, so the size of the existing item is used.
 */
export function readAnswer({ call, keepsUnits, keepsItem }: CapacityQuestion, body: Buffer) {
  const kind = unitsOf(call.operation);
  const nothing = { readUnits: 0, writeUnits: 0 };
  if (kind === undefined) {
    return { body, units: nothing };
  }
  const answer = tryParseObject(body.toString()) ?? {};
  const { ConsumedCapacity, ...withoutUnits } = answer;
  if (String(answer.__type ?? "").endsWith("#ConditionalCheckFailedException")) {
    const { Item, ...withoutItem } = answer;
    const isKept = keepsItem && Item !== undefined;
    return {
      body: isKept ? Buffer.from(JSON.stringify(withoutItem)) : body,
      units: { ...nothing, writeUnits: refusedUnits(Item, call.input.Item) },
    };
  }
  const units = objectsOf([ConsumedCapacity].flat()).reduce(
    (sum, { CapacityUnits }) => sum + (typeof CapacityUnits === "number" ? CapacityUnits : 0),
    0,
  );
  return {
    body: keepsUnits && ConsumedCapacity !== undefined ? Buffer.from(JSON.stringify(withoutUnits)) : body,
    units: { ...nothing, [kind]: units },
  };
}

function refusedUnits(...items: readonly unknown[]): number {
  const sizes = objectsOf(items).map(itemSize);
  return Math.max(1, ...sizes.map((size) => Math.ceil(size / writeUnitBytes)));
}
