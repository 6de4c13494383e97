import { isDeepStrictEqual } from "node:util";
import type { Clock } from "./clock";
import { loggedInvoke } from "./functions/logged-invoke";
import type { FunctionRuntime } from "./functions/runtime";
import type { Log } from "./log";
import { type EventSource, startEventSource } from "./queues/event-source";
import type { Queue } from "./queues/queue";
import type { Queues } from "./queues/queues";
import type { EventSourceMappingModel } from "./stack/model";

/** Dependencies of {@link EventSources}. */
export interface EventSourcesContext {
  readonly queues: Queues;
  readonly functions: Pick<FunctionRuntime, "invoke">;
  readonly clock: Clock;
  readonly log: Log;
}

interface Running {
  readonly mapping: EventSourceMappingModel;
  readonly queue: Queue;
  readonly source: EventSource;
}

/** The event source mappings of a server, which connect queues to functions. */
export class EventSources {
  readonly #context: EventSourcesContext;
  readonly #running = new Map<string, Running>();
  readonly #ending = new Set<Promise<void>>();
  #closed = false;

  constructor(context: EventSourcesContext) {
    this.#context = context;
  }

  /** Applies the mappings of a stack. A changed mapping finishes its batches before the new mapping starts. */
  update(mappings: readonly EventSourceMappingModel[]): void {
    const declared = new Map(mappings.map((mapping) => [mapping.address, mapping]));
    for (const [address, running] of this.#running) {
      const mapping = declared.get(address);
      const queue = mapping && this.#context.queues.byArn(mapping.eventSourceArn);
      if (queue !== running.queue || !isDeepStrictEqual(mapping, running.mapping)) {
        this.#end(address, running, mapping);
      }
      declared.delete(address);
    }
    for (const mapping of declared.values()) {
      this.#start(mapping);
    }
  }

  /** Stops receiving messages. Resolves when the batches in progress have finished. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running.values()].map(({ source }) => source.close()));
    await Promise.all(this.#ending);
  }

  #end(address: string, { source }: Running, next: EventSourceMappingModel | undefined): void {
    this.#running.delete(address);
    const ended = source.close().then(() => {
      this.#ending.delete(ended);
      if (next !== undefined && !this.#closed) {
        this.#start(next);
      }
    });
    this.#ending.add(ended);
  }

  #start(mapping: EventSourceMappingModel): void {
    const { queues, functions, clock, log } = this.#context;
    const queue = queues.byArn(mapping.eventSourceArn);
    if (queue === undefined) {
      const message = `${mapping.address} is not served: no queue of the stack has the ARN ${mapping.eventSourceArn}`;
      log({ level: "warn", source: "stack", message });
      return;
    }
    const invoke = loggedInvoke(functions, log, "batch", queue.model.queueName);
    const source = startEventSource({ mapping, queue, invoke, clock, log });
    this.#running.set(mapping.address, { mapping, queue, source });
  }
}
