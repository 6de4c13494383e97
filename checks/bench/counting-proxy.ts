import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type ConsumedUnits, consumedUnits } from "./consumed-units";

/** What came by of one operation, such as `DynamoDB.PutItem` or `SQS.SendMessage`. */
export interface Tally extends ConsumedUnits {
  readonly requests: number;
}

/**
 * Stands between the functions and an AWS service that speaks JSON, and counts: requests by operation, and the
 * units that DynamoDB says it took, indexes included.
 */
export class CountingProxy {
  /** Where requests go, for example `http://127.0.0.1:8000`. */
  target = "";
  #tallies = new Map<string, Tally>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** @param target may be set later, before the first request */
  static async start(target = ""): Promise<CountingProxy> {
    let proxy: CountingProxy | undefined;
    const server = createServer((request, response) => {
      proxy?.pass(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    proxy = new CountingProxy(`http://127.0.0.1:${port}`, () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    proxy.target = target;
    return proxy;
  }

  /** What came by since it was last asked, by operation. */
  take(): Readonly<Record<string, Tally>> {
    const tallies = Object.fromEntries(this.#tallies);
    this.#tallies = new Map();
    return tallies;
  }

  /** How many requests came by since {@link take}. */
  get requests(): number {
    return [...this.#tallies.values()].reduce((sum, tally) => sum + tally.requests, 0);
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
