import type { StackModel } from "@kite-chat/stack-server";
import { CountingProxy, reads, type Tally } from "./counting-proxy";
import { eventually } from "./eventually";
import { KiteRun } from "./kite-run";
import { readUnservedStack } from "./unserved-stack";

/** Numbers of requests to AWS during an operation. */
export interface Counts {
  /** Requests to DynamoDB that read. */
  readonly reads: number;
  /** Requests to DynamoDB that write. */
  readonly writes: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Requests to SQS by functions, without those of Lambda's own poller. */
  readonly queueRequests: number;
}

/** Serves the stack as it would be deployed, and counts the requests of its functions to DynamoDB and SQS. */
export class CountedRun {
  readonly run: KiteRun;
  readonly database: CountingProxy;
  readonly queue: CountingProxy;

  private constructor(run: KiteRun, database: CountingProxy, queue: CountingProxy) {
    this.run = run;
    this.database = database;
    this.queue = queue;
  }

  static async start(stackDirectory: string): Promise<CountedRun> {
    const [database, queue] = [await CountingProxy.start(), await CountingProxy.start()];
    // The SDK prefers the URL of a queue to the configured endpoint, so the URL points to the proxy too.
    const queueUrl = queueUrlOf(readUnservedStack(stackDirectory, queue.url));
    const run = await KiteRun.start({
      stackDirectory,
      database,
      environment: { AWS_ENDPOINT_URL_SQS: queue.url, OUTBOX_QUEUE_URL: queueUrl },
    });
    queue.target = new URL(queueUrlOf(run.server.stack)).origin;
    return new CountedRun(run, database, queue);
  }

  async close(): Promise<void> {
    await this.run.close();
    await Promise.all([this.database.close(), this.queue.close()]);
  }

  /** Counts the requests during an operation, without earlier requests. */
  async during(work: () => Promise<unknown>): Promise<Counts> {
    this.take();
    await work();
    return this.take();
  }

  /** Returns the counts since the last call. */
  take(): Counts {
    const queueRequests = this.queue.requests;
    this.queue.take();
    return { ...sum(this.database.take()), queueRequests };
  }

  /** Waits until the functions have sent a number of requests, and then 250 ms longer to count any further requests. */
  async settled(requests: number): Promise<void> {
    await eventually(`${requests} requests to DynamoDB`, () => this.database.requests >= requests);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Operation that only the sweep uses. The sweep runs on a schedule, so its requests are not counted. */
const sweepOperation = "DynamoDB.Scan";

function sum(tallies: Readonly<Record<string, Tally>>): Omit<Counts, "queueRequests"> {
  const counts = { reads: 0, writes: 0, readUnits: 0, writeUnits: 0 };
  for (const [operation, { requests, readUnits, writeUnits }] of Object.entries(tallies)) {
    if (operation === sweepOperation) {
      continue;
    }
    counts[reads.test(operation) ? "reads" : "writes"] += requests;
    counts.readUnits += readUnits;
    counts.writeUnits += writeUnits;
  }
  return counts;
}

function queueUrlOf({ functions }: StackModel): string {
  const urls = functions.map(({ environment }) => environment.OUTBOX_QUEUE_URL);
  return urls.find((url) => url !== undefined) ?? "";
}
