import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { serveLocally } from "./serve-locally";

/** Request units of DynamoDB on demand. */
export interface ConsumedUnits {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Counts the requests of one operation, such as `DynamoDB.PutItem` or `SQS.SendMessage`. */
export interface Tally extends ConsumedUnits {
  readonly requests: number;
}

/**
 * Passes requests on to an AWS service that speaks JSON, and counts them by operation, with the request units that
 * DynamoDB reports, indexes included.
 */
export class CountingProxy {
  /** Where requests go, for example `http://127.0.0.1:8000`. */
  target = "";
  #tallies = new Map<string, Tally>();

  readonly url: string;
  readonly close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
  }

  /** @param target may be set later, before the first request */
  static async start(target = ""): Promise<CountingProxy> {
    let proxy: CountingProxy | undefined;
    const { url, close } = await serveLocally((request, response) => {
      if (proxy === undefined) {
        response.destroy();
      } else {
        proxy.#pass(request, response).catch(() => response.destroy());
      }
    });
    proxy = new CountingProxy(url, close);
    proxy.target = target;
    return proxy;
  }

  /** Returns the counts since the last call, by operation, and starts anew. */
  take(): Readonly<Record<string, Tally>> {
    const tallies = Object.fromEntries(this.#tallies);
    this.#tallies = new Map();
    return tallies;
  }

  /** The number of requests since {@link take}. */
  get requests(): number {
    return [...this.#tallies.values()].reduce((sum, tally) => sum + tally.requests, 0);
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    const sent = await text(request);
    const body = operation.startsWith("DynamoDB.") ? askingForUnits(sent) : sent;
    const answer = await forward(new URL(request.url ?? "/", this.target), request, body);
    const answered = await text(answer);
    this.#count(operation, consumedUnits(operation, answered));
    const { "content-length": _ours, "transfer-encoding": _whole, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, headers);
    response.end(answered);
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

/** `DynamoDB_20120810.GetItem` → `DynamoDB.GetItem`; `AmazonSQS.SendMessage` → `SQS.SendMessage`. */
function operationOf({ headers }: IncomingMessage): string {
  return String(headers["x-amz-target"] ?? "unknown").replace(/^Amazon|_\d{8}(?=\.)/g, "");
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html */
function askingForUnits(body: string): string {
  return JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: "INDEXES" });
}

function forward(url: URL, { method, headers }: IncomingMessage, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)), host: url.host };
    const onward = httpRequest(url, { method, headers: { ...headers, ...length } }, resolve);
    onward.once("error", reject);
    onward.end(body);
  });
}

const reads = /\.(GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/;

/**
 * Reads what an answer of DynamoDB says of units, with those of all indexes. A write whose condition fails says
 * nothing and is charged by the row's size all the same, which is taken as within one unit:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function consumedUnits(operation: string, answer: string): ConsumedUnits {
  const { ConsumedCapacity = [], __type = "" } = parse(answer);
  if (__type.endsWith("#ConditionalCheckFailedException")) {
    return { readUnits: 0, writeUnits: 1 };
  }
  const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  return reads.test(operation) ? { readUnits: units, writeUnits: 0 } : { readUnits: 0, writeUnits: units };
}

interface Capacity {
  readonly CapacityUnits?: number;
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
