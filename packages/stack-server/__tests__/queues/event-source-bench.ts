import { ManualClock } from "../../src/clock";
import type { LogEntry } from "../../src/log";
import { type EventSource, type EventSourceResult, startEventSource } from "../../src/queues/event-source";
import { Queue } from "../../src/queues/queue";
import type { sqsEvent } from "../../src/queues/sqs-event";
import type { EventSourceMappingModel, QueueModel } from "../../src/stack/model";
import { queueModel } from "./queue-models";

type SqsEvent = ReturnType<typeof sqsEvent>;

/** A call that waits for the test's answer. */
export interface Call {
  readonly functionName: string;
  readonly event: SqsEvent;
  readonly answer: (result: EventSourceResult) => void;
}

/** The answer of a function that handled everything. */
export const done: EventSourceResult = { ok: true, payload: { batchItemFailures: [] } };

/** An event source with its queue, on a clock that the test moves, and a function that the test plays. */
export interface Bench {
  readonly clock: ManualClock;
  readonly queue: Queue;
  readonly calls: Call[];
  readonly log: LogEntry[];
  readonly source: EventSource;
  /** Lets everything run that needs no time. */
  settle(): Promise<void>;
  /** Answers every call and closes. */
  end(): Promise<void>;
}

/** Starts an event source: FIFO, batches of ten, partial batch answers. */
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

/** The bodies of the messages that a call was given. */
export function bodiesOf(call: Call | undefined): readonly string[] {
  return call?.event.Records.map(({ body }) => body) ?? [];
}

/** An answer that reports these of a call's messages as failed. */
export function failing(call: Call | undefined, ...bodies: string[]): EventSourceResult {
  const records = call?.event.Records.filter(({ body }) => bodies.includes(body)) ?? [];
  return {
    ok: true,
    payload: { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) },
  };
}
