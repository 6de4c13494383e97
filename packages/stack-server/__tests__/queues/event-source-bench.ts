import { ManualClock } from "../../src/clock";
import type { LogEntry } from "../../src/log";
import { type EventSource, type EventSourceResult, startEventSource } from "../../src/queues/event-source";
import { Queue } from "../../src/queues/queue";
import type { sqsEvent } from "../../src/queues/sqs-event";
import type { EventSourceMappingModel, QueueModel } from "../../src/stack/model";
import { queueModel } from "./queue-models";

type SqsEvent = ReturnType<typeof sqsEvent>;

/** An invocation that waits for the test's response. */
export interface Call {
  readonly functionName: string;
  readonly event: SqsEvent;
  readonly answer: (result: EventSourceResult) => void;
}

/** Response of a function that handled everything. */
export const done: EventSourceResult = { ok: true, payload: { batchItemFailures: [] } };

/** An event source with its queue on a manual clock. The test controls the function. */
export interface Bench {
  readonly clock: ManualClock;
  readonly queue: Queue;
  readonly calls: Call[];
  readonly log: LogEntry[];
  readonly source: EventSource;
  /** Runs everything that is pending without advancing the clock. */
  settle(): Promise<void>;
  /** Responds to every invocation and closes the event source. */
  end(): Promise<void>;
}

/** Starts an event source with a FIFO queue, batches of ten and partial batch responses. */
export function startBench(
  over: Partial<EventSourceMappingModel> = {},
  model: Partial<QueueModel> = { fifo: true },
): Bench {
  const clock = new ManualClock();
  const queue = new Queue(queueModel(model), clock, () => undefined);
  const calls: Call[] = [];
  const log: LogEntry[] = [];
  const source = startEventSource({
    mapping: { ...mapping, ...over },
    queue,
    clock,
    log: (entry) => log.push(entry),
    invoke: (functionName, event) =>
      new Promise((answer) => {
        calls.push({ functionName, event: event as SqsEvent, answer });
      }),
  });
  return {
    clock,
    queue,
    calls,
    log,
    source,
    settle: async () => {
      await clock.advance(0);
      await clock.advance(0);
    },
    end: async () => {
      for (const { answer } of calls) {
        answer(done);
      }
      await source.close();
      queue.close();
    },
  };
}

const mapping: EventSourceMappingModel = {
  address: "aws_lambda_event_source_mapping.jobs",
  eventSourceArn: "arn:aws:sqs:eu-central-1:000000000000:jobs.fifo",
  functionName: "dev-outbox:live",
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  reportBatchItemFailures: true,
  maximumConcurrency: undefined,
  enabled: true,
};

/** Returns the bodies of an invocation's messages. */
export function bodiesOf(call: Call | undefined): readonly string[] {
  return call?.event.Records.map(({ body }) => body) ?? [];
}

/** Returns a response that reports these messages as failed. */
export function failing(call: Call | undefined, ...bodies: string[]): EventSourceResult {
  const records = call?.event.Records.filter(({ body }) => bodies.includes(body)) ?? [];
  return {
    ok: true,
    payload: { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) },
  };
}
