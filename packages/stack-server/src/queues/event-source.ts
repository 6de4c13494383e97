import type { Clock, Timer } from "../clock";
import type { Log } from "../log";
import type { EventSourceMappingModel } from "../stack/model";
import { readBatchItemFailures } from "./batch-item-failures";
import type { ReceivedMessage } from "./message";
import type { Queue } from "./queue";
import { SqsError } from "./sqs-error";
import { sqsEvent } from "./sqs-event";

/**
 * Maximum number of concurrent batches of a mapping without a maximum concurrency. Lambda also starts with five, and
 * scales up from there: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const defaultConcurrency = 5;

/** The parts of an invocation's result that an event source uses. */
export type EventSourceResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Options of {@link startEventSource}. */
export interface EventSourceOptions {
  readonly mapping: EventSourceMappingModel;
  readonly queue: Queue;
  /** Invokes a function by name or ARN. Never rejects. */
  readonly invoke: (functionName: string, event: unknown) => Promise<EventSourceResult>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A running event source mapping, which invokes a function for a queue. */
export interface EventSource {
  /** Stops receiving messages. Resolves when the batches in progress have finished. */
  close(): Promise<void>;
}

/**
 * Starts an event source mapping, which passes messages to the function in batches. Several batches may run at the
 * same time, but never two with messages of the same group. Messages that the function does not report as failed are
 * deleted. The others become visible again after their visibility timeout, which the function may have changed.
 */
export function startEventSource(options: EventSourceOptions): EventSource {
  const poller = new Poller(options);
  if (options.mapping.enabled) {
    poller.start();
  }
  return poller;
}

class Poller implements EventSource {
  readonly #options: EventSourceOptions;
  readonly #underway = new Set<Promise<void>>();
  readonly #busyGroups = new Set<string>();
  #stopListening: () => void = () => undefined;
  #window: Timer | undefined;
  #isScheduled = false;
  #isClosed = false;

  constructor(options: EventSourceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopListening = this.#options.queue.onReady(() => this.#schedule());
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    this.#window?.cancel();
    await Promise.all(this.#underway);
  }

  /** Schedules a batch. Waits a moment, so that the batch contains all messages that are sent together. */
  #schedule(): void {
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#gather();
      });
    }
  }

  /** With a batching window, waits until the batch is full or the window ends. */
  #gather(): void {
    const { mapping, queue, clock } = this.#options;
    const windowMilliseconds = mapping.maximumBatchingWindowSeconds * 1000;
    const visible = windowMilliseconds === 0 ? mapping.batchSize : queue.counts().visible;
    if (visible >= mapping.batchSize) {
      this.#window?.cancel();
      this.#window = undefined;
      this.#takeBatches();
    } else if (visible > 0 && !this.#isClosed) {
      this.#window ??= clock.setTimeout(() => {
        this.#window = undefined;
        this.#takeBatches();
      }, windowMilliseconds);
    }
  }

  #takeBatches(): void {
    const { mapping, queue } = this.#options;
    const concurrency = mapping.maximumConcurrency ?? defaultConcurrency;
    while (!this.#isClosed && this.#underway.size < concurrency) {
      const messages = queue.receive({ maximum: mapping.batchSize, without: this.#busyGroups });
      if (messages.length === 0) {
        return;
      }
      const batch = this.#run(messages).finally(() => {
        this.#underway.delete(batch);
        this.#schedule();
      });
      this.#underway.add(batch);
    }
  }

  async #run(messages: readonly ReceivedMessage[]): Promise<void> {
    const groups = new Set(messages.flatMap(({ draft }) => draft.groupId ?? []));
    for (const group of groups) {
      this.#busyGroups.add(group);
    }
    try {
      const failed = await this.#invoke(messages);
      this.#delete(messages.filter(({ messageId }) => !failed.has(messageId)));
    } finally {
      for (const group of groups) {
        this.#busyGroups.delete(group);
      }
    }
  }

  /** Invokes the function. @returns the ids of the messages that failed */
  async #invoke(messages: readonly ReceivedMessage[]): Promise<ReadonlySet<string>> {
    const { mapping, queue, invoke } = this.#options;
    const all = messages.map(({ messageId }) => messageId);
    const result = await invoke(mapping.functionName, sqsEvent(queue.model, messages));
    if (!result.ok) {
      const { errorType, errorMessage } = result;
      const fields = { errorType, errorMessage, messages: all.length };
      this.#warn("the function failed; its batch will be delivered again", fields);
      return new Set(all);
    }
    if (!mapping.reportBatchItemFailures) {
      return new Set();
    }
    const failures = readBatchItemFailures(result.payload, all);
    if ("failed" in failures) {
      return failures.failed;
    }
    const reason = failures.invalid;
    this.#warn("the function's response is invalid; its batch will be delivered again", { reason });
    return new Set(all);
  }

  #delete(messages: readonly ReceivedMessage[]): void {
    for (const { messageId, receiptHandle } of messages) {
      try {
        this.#options.queue.delete(receiptHandle);
      } catch (error) {
        if (!(error instanceof SqsError)) {
          throw error;
        }
        this.#warn("a message was handled after its visibility timeout; it will be delivered again", {
          messageId,
        });
      }
    }
  }

  #warn(message: string, fields: Readonly<Record<string, unknown>>): void {
    const { mapping, queue, log } = this.#options;
    const all = { queue: queue.model.queueName, function: mapping.functionName, ...fields };
    log({ level: "warn", source: "queues", message, fields: all });
  }
}
