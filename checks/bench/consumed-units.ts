/** Request units of DynamoDB on demand. */
export interface ConsumedUnits {
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface Capacity {
  readonly CapacityUnits?: number;
}

const reads = /\.(GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/;

/**
 * Reads what an answer of DynamoDB says of units, with those of all indexes. A write whose condition fails says
 * nothing and is charged by the row's size all the same, which is taken as within one unit:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function consumedUnits(operation: string, answer: string): ConsumedUnits {
  const { ConsumedCapacity = [], __type = "" } = parse(answer);
  if (__type.endsWith("#ConditionalCheckFailedException")) return { readUnits: 0, writeUnits: 1 };
  const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  return reads.test(operation) ? { readUnits: units, writeUnits: 0 } : { readUnits: 0, writeUnits: units };
}

interface Answer {
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
  /** Of an error. */
  readonly __type?: string;
}

function parse(answer: string): Answer {
  try {
    return JSON.parse(answer);
  } catch {
    return {};
  }
}
