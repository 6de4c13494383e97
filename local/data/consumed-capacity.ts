/** The operations that tell what they consume when they are asked to, and whether they read or write. */
const OPERATIONS: ReadonlyMap<string, "readUnits" | "writeUnits"> = new Map([
  ["GetItem", "readUnits"],
  ["BatchGetItem", "readUnits"],
  ["Query", "readUnits"],
  ["Scan", "readUnits"],
  ["TransactGetItems", "readUnits"],
  ["PutItem", "writeUnits"],
  ["UpdateItem", "writeUnits"],
  ["DeleteItem", "writeUnits"],
  ["BatchWriteItem", "writeUnits"],
  ["TransactWriteItems", "writeUnits"],
]);

/** A call that has been asked to tell what it consumes. */
export interface CapacityQuestion {
  /** As it goes on to the database. */
  readonly body: Buffer;
  /** Parsed; empty for what is no JSON object. */
  readonly input: Readonly<Record<string, unknown>>;
  /** True when the caller did not ask: the answer is then kept from it. */
  readonly isOurs: boolean;
}

/** Lets a call tell what it consumes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html#DDB-GetItem-request-ReturnConsumedCapacity */
export function askForCapacity(operation: string, body: Buffer): CapacityQuestion {
  const input = parse(body);
  const { ReturnConsumedCapacity: asked = "NONE" } = input;
  if (!OPERATIONS.has(operation) || asked !== "NONE") {
    return { body, input, isOurs: false };
  }
  return {
    body: Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: "TOTAL" })),
    input,
    isOurs: true,
  };
}

/** The tables that a call is about. */
export function tableNames({
  TableName,
  RequestItems,
  TransactItems,
}: CapacityQuestion["input"]): readonly string[] {
  const transacted = Array.isArray(TransactItems)
    ? TransactItems.flatMap((item: object) =>
        Object.values(item).map((it: { TableName?: unknown }) => it.TableName),
      )
    : [];
  const batched = typeof RequestItems === "object" && RequestItems !== null ? Object.keys(RequestItems) : [];
  return [TableName, ...batched, ...transacted].filter((name) => typeof name === "string");
}

/**
 * What a call has consumed, and its answer as the caller asked for it. A write whose condition fails says nothing,
 * and is charged as the row's size is, which is taken as one unit.
 */
export function readAnswer(operation: string, body: Buffer, isOurs: boolean) {
  const kind = OPERATIONS.get(operation);
  const nothing = { readUnits: 0, writeUnits: 0 };
  if (kind === undefined) {
    return { body, units: nothing };
  }
  const { ConsumedCapacity, ...answer } = parse(body);
  const failed = String(answer.__type ?? "").endsWith("#ConditionalCheckFailedException");
  const capacities = [ConsumedCapacity].flat() as readonly (
    | { readonly CapacityUnits?: number }
    | undefined
  )[];
  const units = capacities.reduce((sum, it) => sum + (it?.CapacityUnits ?? 0), failed ? 1 : 0);
  return {
    body: isOurs && ConsumedCapacity !== undefined ? Buffer.from(JSON.stringify(answer)) : body,
    units: { ...nothing, [kind]: units },
  };
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
