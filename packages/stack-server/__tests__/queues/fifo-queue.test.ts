import { ManualClock } from "../../src/clock";
import { Queue } from "../../src/queues/queue";
import type { QueueModel } from "../../src/stack/model";
import { awsBehavior, documented, observed } from "../behaviors/aws-behavior";
import { queueModel } from "./queue-models";
import { bodies, send } from "./send";

const logic = documented(
  "AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html",
);
const deduplication = documented(
  "AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html",
);

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
      aws: "A receive returns as many messages of one group as possible, in order, before it returns messages of the next group.",
      source: logic,
    },
    () => {
      const queue = makeQueue({ fifo: true });
      for (const [body, group] of [
        ["a1", "a"],
        ["b1", "b"],
        ["a2", "a"],
        ["a3", "a"],
        ["b2", "b"],
      ] as const) {
        send(queue, body, group);
      }

      const batch = queue.receive({ maximum: 4 });

      expect(bodies(batch)).toEqual(["a1", "a2", "a3", "b1"]);
    },
  );

  awsBehavior(
    {
      subject: "SQS: groups of a FIFO queue",
      aws: "While a message of a group is in flight, the rest of the group is not delivered, but other groups are.",
      source: logic,
    },
    () => {
      const queue = makeQueue({ fifo: true });
      for (const [body, group] of [
        ["a1", "a"],
        ["a2", "a"],
        ["b1", "b"],
      ] as const) {
        send(queue, body, group);
      }

      const [first] = queue.receive({ maximum: 1 });
      const second = queue.receive({ maximum: 10 });
      queue.delete(first?.receiptHandle ?? "");
      const third = queue.receive({ maximum: 10 });

      expect(first?.draft.body).toBe("a1");
      expect(bodies(second)).toEqual(["b1"]);
      expect(bodies(third)).toEqual(["a2"]);
    },
  );

  awsBehavior(
    {
      subject: "SQS: groups of a FIFO queue",
      aws: "A message that was not deleted is delivered again before later messages of its group, with a new handle.",
      source: logic,
    },
    async () => {
      const queue = makeQueue({ fifo: true, visibilityTimeoutSeconds: 30 });
      send(queue, "a1");
      send(queue, "a2");
      const [first] = queue.receive({ maximum: 1 });

      await clock.advance(29_999);
      const early = queue.receive({ maximum: 10 });
      await clock.advance(1);
      const late = queue.receive({ maximum: 10 });

      expect(early).toEqual([]);
      expect(bodies(late)).toEqual(["a1", "a2"]);
      expect(late.map(({ receiveCount }) => receiveCount)).toEqual([2, 1]);
      expect(late[0]?.firstReceivedAt).toBe(first?.firstReceivedAt);
      expect(late[0]?.receiptHandle).not.toBe(first?.receiptHandle);
    },
  );

  awsBehavior(
    {
      subject: "SQS: groups of a FIFO queue",
      aws: "A message that `ChangeMessageVisibility` hides blocks its whole group; after a change to 0, the message is delivered before later ones.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"),
    },
    async () => {
      const queue = makeQueue({ fifo: true, visibilityTimeoutSeconds: 30 });
      send(queue, "a1");
      const [first] = queue.receive({ maximum: 1 });
      queue.changeVisibility(first?.receiptHandle ?? "", 3600);
      send(queue, "a2");

      await clock.advance(3_599_000);
      const hidden = queue.receive({ maximum: 10 });
      queue.changeVisibility(first?.receiptHandle ?? "", 0);
      const shown = queue.receive({ maximum: 10 });

      expect(hidden).toEqual([]);
      expect(bodies(shown)).toEqual(["a1", "a2"]);
    },
  );

  awsBehavior(
    {
      subject: "SQS: groups of a FIFO queue",
      aws: "In a FIFO queue a handle whose visibility timeout has ended deletes nothing and gets an error.",
      source: observed("https://github.com/aws/aws-sdk-js/issues/1750"),
    },
    async () => {
      const queue = makeQueue({ fifo: true, visibilityTimeoutSeconds: 1 });
      send(queue, "a1");
      const [first] = queue.receive({ maximum: 1 });
      await clock.advance(1000);

      const attempt = () => queue.delete(first?.receiptHandle ?? "");

      expect(attempt).toThrow("The receipt handle has expired.");
      expect(queue.counts().visible).toBe(1);
    },
  );

  awsBehavior(
    {
      subject: "SQS: deduplication",
      aws: "A second message with the same deduplication id within five minutes is accepted but not stored, even in another group or after deletion.",
      source: deduplication,
    },
    async () => {
      const queue = makeQueue({ fifo: true });

      const first = send(queue, "one", "g", "same");
      const [received] = queue.receive({ maximum: 1 });
      queue.delete(received?.receiptHandle ?? "");
      await clock.advance(299_999);
      const second = send(queue, "two", "other group", "same");
      await clock.advance(1);
      const third = send(queue, "three", "g", "same");

      expect(second).toEqual(first);
      expect(third.messageId).not.toBe(first.messageId);
      expect(bodies(queue.receive({ maximum: 10 }))).toEqual(["three"]);
    },
  );

  awsBehavior(
    {
      subject: "SQS: deduplication",
      aws: "With the scope `messageGroup` a deduplication id applies only to its group.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html"),
    },
    () => {
      const queue = makeQueue({ fifo: true, deduplicationScope: "messageGroup" });

      const first = send(queue, "one", "a", "same");
      const second = send(queue, "one", "b", "same");
      const third = send(queue, "one", "a", "same");

      expect(second.messageId).not.toBe(first.messageId);
      expect(third).toEqual(first);
    },
  );

  awsBehavior(
    {
      subject: "SQS: deduplication",
      aws: "With content-based deduplication the default id is the SHA-256 of the body.",
      source: deduplication,
    },
    () => {
      const queue = makeQueue({ fifo: true, contentBasedDeduplication: true });
      const draft = {
        attributes: {},
        groupId: "g",
        deduplicationId: undefined,
        delaySeconds: undefined,
        traceHeader: undefined,
      };

      const first = queue.send({ ...draft, body: "one" });
      const second = queue.send({ ...draft, body: "one" });
      const third = queue.send({ ...draft, body: "two" });

      expect(second).toEqual(first);
      expect(third.messageId).not.toBe(first.messageId);
      expect(queue.receive({ maximum: 1 })[0]?.draft.deduplicationId).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  awsBehavior(
    {
      subject: "SQS: groups of a FIFO queue",
      aws: "Each message of a FIFO queue has a higher sequence number than the previous one.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-key-terms.html"),
    },
    () => {
      const queue = makeQueue({ fifo: true });

      const numbers = ["1", "2", "3"].map((body) => send(queue, body).sequenceNumber ?? "");

      expect(numbers.map((number) => number.length)).toEqual([20, 20, 20]);
      expect([...numbers].sort()).toEqual(numbers);
    },
  );

  it("skips groups that the receiver excludes", () => {
    const queue = makeQueue({ fifo: true });
    send(queue, "a1", "a");
    send(queue, "b1", "b");

    const batch = queue.receive({ maximum: 10, without: new Set(["a"]) });

    expect(bodies(batch)).toEqual(["b1"]);
  });
});
