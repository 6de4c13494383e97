import fc from "fast-check";
import { ManualClock } from "../../src/clock";
import type { ReceivedMessage } from "../../src/queues/message";
import { Queue } from "../../src/queues/queue";
import { SqsError } from "../../src/queues/sqs-error";
import type { QueueModel } from "../../src/stack/model";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { queueModel } from "./queue-models";
import { send } from "./send";

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
});

function makeQueue(over: Partial<QueueModel> = {}): Queue {
  return new Queue(queueModel(over), clock, () => undefined);
}

describe("a FIFO queue", () => {
  awsBehavior(
    {
      subject: "SQS: groups of a FIFO queue",
      aws: "For any sequence of receives, deletions and visibility changes, each group is delivered in the order of its sends.",
      source: documented(
        "AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html",
      ),
    },
    async () => {
      const step = fc.oneof(
        fc.record({ kind: fc.constant("send" as const), group: fc.constantFrom("a", "b", "c") }),
        fc.record({ kind: fc.constant("receive" as const), maximum: fc.integer({ min: 1, max: 10 }) }),
        fc.record({ kind: fc.constant("delete" as const), index: fc.nat(20) }),
        fc.record({
          kind: fc.constant("show" as const),
          index: fc.nat(20),
          seconds: fc.integer({ min: 0, max: 5 }),
        }),
        fc.record({ kind: fc.constant("wait" as const), milliseconds: fc.integer({ min: 1, max: 4000 }) }),
      );
      const property = fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.nat(2),
        async (steps, delaySeconds) => {
          clock = new ManualClock();
          const queue = makeQueue({ fifo: true, visibilityTimeoutSeconds: 3, delaySeconds });
          const sent = new Map<string, string[]>();
          const held: ReceivedMessage[] = [];
          let count = 0;
          const receive = (maximum: number) => {
            for (const message of queue.receive({ maximum })) {
              // Every older message of the group was deleted, or precedes this message in the batch.
              const group = sent.get(message.draft.groupId ?? "") ?? [];
              const before = group.slice(0, group.indexOf(message.draft.body));
              expect(before.every((body) => held.some(({ draft }) => draft.body === body))).toBe(true);
              held.push(message);
            }
          };
          const forget = (body: string, group: string) => {
            sent.set(
              group,
              (sent.get(group) ?? []).filter((other) => other !== body),
            );
          };
          for (const action of steps) {
            const target = "index" in action ? held[action.index % Math.max(1, held.length)] : undefined;
            if (action.kind === "send") {
              const body = `${action.group}${++count}`;
              send(queue, body, action.group);
              sent.set(action.group, [...(sent.get(action.group) ?? []), body]);
            } else if (action.kind === "receive") {
              held.length = 0;
              receive(action.maximum);
            } else if (action.kind === "wait") {
              await clock.advance(action.milliseconds);
            } else if (target !== undefined) {
              try {
                if (action.kind === "delete") {
                  queue.delete(target.receiptHandle);
                  forget(target.draft.body, target.draft.groupId ?? "");
                } else {
                  queue.changeVisibility(target.receiptHandle, action.seconds);
                }
              } catch (error) {
                expect(error).toBeInstanceOf(SqsError);
              }
            }
          }
          // At the end, all remaining messages are delivered in order.
          const left: string[] = [];
          for (
            let round = 0;
            round < 100 && [...sent.values()].some(({ length }) => length > 0);
            round += 1
          ) {
            await clock.advance(10_000);
            for (const { draft, receiptHandle } of queue.receive({ maximum: 10 })) {
              left.push(draft.body);
              expect(sent.get(draft.groupId ?? "")?.[0]).toBe(draft.body);
              queue.delete(receiptHandle);
              forget(draft.body, draft.groupId ?? "");
            }
          }
          expect([...sent.values()].flat()).toEqual([]);
          expect(new Set(left).size).toBe(left.length);
          expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
        },
      );

      await fc.assert(property, { numRuns: 150 });
    },
  );
});
