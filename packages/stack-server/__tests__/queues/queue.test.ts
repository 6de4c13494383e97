import { ManualClock } from "../../src/clock";
import { Queue } from "../../src/queues/queue";
import { Queues } from "../../src/queues/queues";
import type { QueueModel } from "../../src/stack/model";
import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { queueModel } from "./queue-models";
import { bodies, send } from "./send";

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
});

function makeQueue(over: Partial<QueueModel> = {}): Queue {
  return new Queue(queueModel(over), clock, () => undefined);
}

describe("any queue", () => {
  awsBehaviorOfMany(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "A message is invisible for the queue's delay, also in a FIFO queue.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html"),
    },
    () => {
      it.each([false, true])("honors the delay (FIFO: %s)", async (fifo) => {
        const queue = makeQueue({ fifo, delaySeconds: 1 });
        send(queue, "later");

        const before = { counts: queue.counts(), messages: queue.receive({ maximum: 10 }) };
        await clock.advance(1000);
        const after = queue.receive({ maximum: 10 });

        expect(before).toEqual({ counts: { visible: 0, inFlight: 0, delayed: 1 }, messages: [] });
        expect(bodies(after)).toEqual(["later"]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "A message that is older than the retention period is deleted.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"),
    },
    () => {
      it.each([false, true])("honors the retention (FIFO: %s)", async (fifo) => {
        const queue = makeQueue({ fifo, messageRetentionSeconds: 60 });
        send(queue, "old");
        await clock.advance(59_999);
        send(queue, "young");

        await clock.advance(1);

        expect(queue.counts().visible).toBe(1);
        expect(bodies(queue.receive({ maximum: 10 }))).toEqual(["young"]);
      });
    },
  );

  awsBehavior(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "`ChangeMessageVisibility` counts from the call: 0 makes a message visible immediately, and a higher value extends the timeout.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"),
    },
    async () => {
      const queue = makeQueue({ visibilityTimeoutSeconds: 30 });
      send(queue, "soon");
      send(queue, "later");
      const [soon, later] = queue.receive({ maximum: 2 });

      queue.changeVisibility(soon?.receiptHandle ?? "", 0);
      queue.changeVisibility(later?.receiptHandle ?? "", 100);
      const now = queue.receive({ maximum: 10, visibilityTimeoutSeconds: 1000 });
      await clock.advance(99_999);
      const early = queue.receive({ maximum: 10 });
      await clock.advance(1);
      const late = queue.receive({ maximum: 10 });

      expect([now, early, late].map(bodies)).toEqual([["soon"], [], ["later"]]);
    },
  );

  awsBehavior(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "Only the visibility timeout of a message in flight can be changed, to at most 12 hours in total.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"),
    },
    () => {
      const queue = makeQueue();
      send(queue, "x");
      const [message] = queue.receive({ maximum: 1, visibilityTimeoutSeconds: 0 });
      const handle = message?.receiptHandle ?? "";

      const visible = () => queue.changeVisibility(handle, 1);
      const longer = () =>
        queue.changeVisibility(queue.receive({ maximum: 1 })[0]?.receiptHandle ?? "", 43_201);
      const unknown = () => queue.delete("AAAA");

      expect(visible).toThrow("isn't in flight");
      expect(longer).toThrow("beyond the limit [43200 seconds]");
      expect(unknown).toThrow('The input receipt handle "AAAA" is not a valid receipt handle.');
    },
  );

  awsBehavior(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "The limit of 12 hours is counted from the receive and includes all changes; a longer timeout is rejected with `InvalidParameterValue` and changes nothing.",
      source: documented("AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html"),
    },
    async () => {
      const queue = makeQueue({ visibilityTimeoutSeconds: 60 });
      send(queue, "x");
      const handle = queue.receive({ maximum: 1 })[0]?.receiptHandle ?? "";
      queue.changeVisibility(handle, 7 * 3600);
      await clock.advance(6 * 3600 * 1000);

      const beyond = () => queue.changeVisibility(handle, 6 * 3600 + 1);
      expect(beyond).toThrow(expect.objectContaining({ code: "InvalidParameterValue" }));
      await clock.advance(3600 * 1000 - 1);
      const early = queue.receive({ maximum: 1 });
      queue.changeVisibility(handle, 5 * 3600);
      await clock.advance(5 * 3600 * 1000);
      const [again] = queue.receive({ maximum: 1 });
      queue.changeVisibility(again?.receiptHandle ?? "", 12 * 3600);

      expect(early).toEqual([]);
      // A new receive starts a new period of 12 hours.
      expect(again?.receiveCount).toBe(2);
      expect(queue.counts().inFlight).toBe(1);
    },
  );

  awsBehavior(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "Only the handle of the latest receive deletes a message; deleting it again is not an error.",
      source: documented("AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html"),
    },
    () => {
      const queue = makeQueue({ visibilityTimeoutSeconds: 0 });
      send(queue, "x");
      const [old] = queue.receive({ maximum: 1 });
      const [current] = queue.receive({ maximum: 1 });

      queue.delete(old?.receiptHandle ?? "");
      const afterOld = queue.counts().visible;
      queue.delete(current?.receiptHandle ?? "");
      queue.delete(current?.receiptHandle ?? "");

      expect([afterOld, queue.counts().visible]).toEqual([1, 0]);
    },
  );

  awsBehavior(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "A received message is invisible for the visibility timeout, and becomes visible again unless it is deleted.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"),
    },
    async () => {
      const queue = makeQueue({ visibilityTimeoutSeconds: 30 });
      send(queue, "again");
      const first = queue.receive({ maximum: 1 });

      await clock.advance(29_999);
      const early = queue.receive({ maximum: 1 });
      await clock.advance(1);
      const late = queue.receive({ maximum: 1 });

      expect([first, early, late].map(bodies)).toEqual([["again"], [], ["again"]]);
      expect(late[0]?.receiveCount).toBe(2);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "SQS: dead-letter queues",
      aws: "A message that was received `maxReceiveCount` times moves to the dead-letter queue at the next receive, in FIFO queues in the order of its group.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"),
    },
    () => {
      it.each([false, true])(
        "moves a message that was received too often to the dead-letter queue (FIFO: %s)",
        (fifo) => {
          const suffix = fifo ? ".fifo" : "";
          const dead = queueModel({ fifo, queueName: `dead${suffix}` });
          const jobs = queueModel({
            fifo,
            visibilityTimeoutSeconds: 0,
            redrive: { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 },
          });
          const queues = new Queues(clock);
          queues.create([jobs, dead]);
          const [from, to] = [queues.byArn(jobs.arn), queues.byArn(dead.arn)];
          const { messageId } = from === undefined ? { messageId: "" } : send(from, "poison");

          const receipts = [1, 2, 3].map(() => bodies(from?.receive({ maximum: 10 }) ?? []));
          const letters = to?.receive({ maximum: 10 }) ?? [];

          expect(receipts).toEqual([["poison"], ["poison"], []]);
          expect(letters).toMatchObject([{ messageId, deadLetterSourceArn: jobs.arn, receiveCount: 3 }]);
          expect(from?.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
        },
      );
    },
  );

  awsBehaviorOfMany(
    {
      subject: "SQS: dead-letter queues",
      aws: "A dead letter keeps its id and receive count; its age starts again in a FIFO queue, but not in a standard queue.",
      source: documented(
        "AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html",
      ),
    },
    () => {
      it.each([false, true])("keeps the id and the receive count (FIFO: %s)", async (fifo) => {
        const suffix = fifo ? ".fifo" : "";
        const dead = queueModel({ fifo, queueName: `dead${suffix}` });
        const redrive = { deadLetterTargetArn: dead.arn, maxReceiveCount: 1 };
        const jobs = queueModel({ fifo, visibilityTimeoutSeconds: 0, redrive });
        const queues = new Queues(clock);
        queues.create([jobs, dead]);
        const from = queues.byArn(jobs.arn) as Queue;
        const sentAt = clock.now();
        const { messageId } = send(from, "poison");
        await clock.advance(5000);

        from.receive({ maximum: 1 });
        from.receive({ maximum: 1 });
        const letters = queues.byArn(dead.arn)?.receive({ maximum: 10 });

        expect(letters).toMatchObject([
          { messageId, receiveCount: 2, sentAt: fifo ? sentAt + 5000 : sentAt },
        ]);
      });
    },
  );
});
