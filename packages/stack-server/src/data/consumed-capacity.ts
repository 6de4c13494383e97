import { isObject, type JsonObject, objectsOf, tryParseObject } from "../json";
import { withInput } from "./ask-database";
import type { DatabaseCall } from "./database";
import { itemSize } from "./item-size";

/** The operations that tell what they consume when they are asked to. */
const operations = {
  readUnits: ["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"],
  writeUnits: ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"],
};

function unitsOf(operation: string): keyof typeof operations | undefined {
  return (["readUnits", "writeUnits"] as const).find((units) => operations[units].includes(operation));
}

const writeUnitBytes = 1024;

/** A call that has been asked to tell what it consumes. */
export interface CapacityQuestion {
  /** As it goes on to the database. */
  readonly call: DatabaseCall;
  /** True when the caller did not ask: the units are then kept from it. */
  readonly keepsUnits: boolean;
  /** True when the caller did not ask for the item that a condition refuses. */
  readonly keepsItem: boolean;
}

/**
 * Lets a call tell what it consumes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html#DDB-GetItem-request-ReturnConsumedCapacity
 *
 * A write whose condition fails tells nothing, so it is asked for the item that is there:
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

/** The tables that a call is about. */
export function tableNames({ TableName, RequestItems, TransactItems }: JsonObject): readonly string[] {
  const transacted = objectsOf(TransactItems).flatMap((item) =>
    objectsOf(Object.values(item)).map((it) => it.TableName),
  );
  const batched = isObject(RequestItems) ? Object.keys(RequestItems) : [];
  return [TableName, ...batched, ...transacted].filter((name) => typeof name === "string");
}

/**
 * What a call has consumed, and its answer as the caller asked for it. A write whose condition fails is charged by the
 * size of the item that is there or of the new one, whichever is larger:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#write-operation-consumption.
 * What an update would have made of an item is not known here: the item that is there counts.
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
