import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { ServiceProxy } from "./service-proxy";

/** Request units of DynamoDB on demand. */
export interface ConsumedUnits {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Counts of one operation, such as `DynamoDB.PutItem` or `SQS.SendMessage`. */
export interface Tally extends ConsumedUnits {
  readonly requests: number;
}

/**
 * Forwards requests to an AWS service with a JSON protocol, and counts them by operation. Also counts the request units
 * that DynamoDB reports, including those of indexes.
 */
export class CountingProxy extends ServiceProxy {
  #tallies = new Map<string, Tally>();

  static start(target?: string): Promise<CountingProxy> {
    return new CountingProxy(target).listen();
  }

  /** Returns the counts since the last call by operation, and resets them. */
  take(): Readonly<Record<string, Tally>> {
    const tallies = Object.fromEntries(this.#tallies);
    this.#tallies = new Map();
    return tallies;
  }

  /** The number of requests since {@link take}. */
  get requests(): number {
    return [...this.#tallies.values()].reduce((sum, tally) => sum + tally.requests, 0);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    const sent = await text(request);
    const body = operation.startsWith("DynamoDB.") ? askingForUnits(sent) : sent;
    const answer = await this.forward(request, body);
    this.#count(operation, consumedUnits(operation, answer.body.toString()));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  #count(operation: string, { readUnits, writeUnits }: ConsumedUnits): void {
    const before = this.#tallies.get(operation) ?? { requests: 0, readUnits: 0, writeUnits: 0 };
    this.#tallies.set(operation, {
      requests: before.requests + 1,
      readUnits: before.readUnits + readUnits,
      writeUnits: before.writeUnits + writeUnits,
    });
  }
}

/**
 * Shortens the name of an operation: `DynamoDB_20120810.GetItem` becomes `DynamoDB.GetItem`, and
 * `AmazonSQS.SendMessage` becomes `SQS.SendMessage`.
 */
function operationOf({ headers }: IncomingMessage): string {
  return String(headers["x-amz-target"] ?? "unknown").replace(/^Amazon|_\d{8}(?=\.)/g, "");
}

/**
 * Requests the units in the response:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
 */
function askingForUnits(body: string): string {
  return JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: "INDEXES" });
}

/** Matches the operations that read. All others write. */
export const reads = /\.(GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/;

/**
 * Reads the units in a response of DynamoDB, including those of indexes. A write with a failed condition reports no
 * units, but AWS charges it by the size of the row. It is counted as one unit:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function consumedUnits(operation: string, answer: string): ConsumedUnits {
  const { ConsumedCapacity = [], __type = "" }: DynamodbAnswer = JSON.parse(answer || "{}");
  if (__type.endsWith("#ConditionalCheckFailedException")) {
    return { readUnits: 0, writeUnits: 1 };
  }
  const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  return reads.test(operation) ? { readUnits: units, writeUnits: 0 } : { readUnits: 0, writeUnits: units };
}

interface Capacity {
  readonly CapacityUnits?: number;
}

interface DynamodbAnswer {
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
  /** Type of an error. */
  readonly __type?: string;
}
