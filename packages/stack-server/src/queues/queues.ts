import type { Clock } from "../clock";
import type { QueueModel } from "../plan/model";
import { Queue } from "./queue";

/** The queues of a run. */
export class Queues {
  readonly #byArn = new Map<string, Queue>();

  constructor(readonly clock: Clock) {}

  /** Makes queues; dead letters go from one to another by ARN. */
  create(models: readonly QueueModel[]): void {
    for (const model of models) {
      const queue = new Queue(model, this.clock, (arn, message) =>
        this.byArn(arn)?.takeDeadLetter(message, model.arn),
      );
      this.#byArn.set(model.arn, queue);
    }
  }

  /** Goes by another plan: queues that stay keep their messages, those that are no more lose them. */
  update(models: readonly QueueModel[]): void {
    const planned = new Map(models.map((model) => [model.arn, model]));
    for (const [arn, queue] of this.#byArn) {
      const model = planned.get(arn);
      planned.delete(arn);
      if (model !== undefined) {
        queue.configure(model);
      } else {
        queue.close();
        this.#byArn.delete(arn);
      }
    }
    this.create([...planned.values()]);
  }

  byArn(arn: string): Queue | undefined {
    return this.#byArn.get(arn);
  }

  byName(queueName: string): Queue | undefined {
    return [...this.#byArn.values()].find(({ model }) => model.queueName === queueName);
  }

  /** As AWS does, only the path counts: `/<account>/<name>`. */
  byUrl(queueUrl: string): Queue | undefined {
    const [, accountId, queueName] = /^(?:https?:\/\/[^/]+)?\/([^/]+)\/([^/]+)$/.exec(queueUrl) ?? [];
    return [...this.#byArn.values()].find(
      ({ model }) => model.queueName === queueName && model.arn.split(":")[4] === accountId,
    );
  }

  /** Gives up all timers and messages. */
  close(): void {
    for (const queue of this.#byArn.values()) {
      queue.close();
    }
  }
}
