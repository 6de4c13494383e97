import type { Clock } from "../clock";
import type { QueueModel } from "../stack/model";
import { Queue } from "./queue";

/** The SQS queues of a server, in memory. */
export class Queues {
  readonly #byArn = new Map<string, Queue>();

  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Creates queues. Dead letters are moved to the queue whose ARN the redrive policy contains. */
  create(models: readonly QueueModel[]): void {
    for (const model of models) {
      const queue = new Queue(model, this.clock, (arn, message) =>
        this.byArn(arn)?.takeDeadLetter(message, model.arn),
      );
      this.#byArn.set(model.arn, queue);
    }
  }

  /** Replaces the queues. Existing queues keep their messages. Queues that are not in `models` are deleted. */
  update(models: readonly QueueModel[]): void {
    const declared = new Map(models.map((model) => [model.arn, model]));
    for (const [arn, queue] of this.#byArn) {
      const model = declared.get(arn);
      declared.delete(arn);
      if (model !== undefined) {
        queue.configure(model);
      } else {
        queue.close();
        this.#byArn.delete(arn);
      }
    }
    this.create([...declared.values()]);
  }

  /** Finds a queue by its ARN. */
  byArn(arn: string): Queue | undefined {
    return this.#byArn.get(arn);
  }

  /** Finds a queue by its name. */
  byName(queueName: string): Queue | undefined {
    return [...this.#byArn.values()].find(({ model }) => model.queueName === queueName);
  }

  /** Finds a queue by its URL. As on AWS, only the path is compared: `/<account>/<name>`. */
  byUrl(queueUrl: string): Queue | undefined {
    const [, accountId, queueName] = /^(?:https?:\/\/[^/]+)?\/([^/]+)\/([^/]+)$/.exec(queueUrl) ?? [];
    return [...this.#byArn.values()].find(
      ({ model }) => model.queueName === queueName && model.arn.split(":")[4] === accountId,
    );
  }

  /** Deletes all messages and cancels all timers. */
  close(): void {
    for (const queue of this.#byArn.values()) {
      queue.close();
    }
  }
}
