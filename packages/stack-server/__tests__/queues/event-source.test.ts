import type { EventSourceMappingModel, QueueModel } from "../../src/stack/model";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { type Bench, bodiesOf, done, failing, startBench } from "./event-source-bench";
import { send } from "./send";

let bench: Bench;

function start(over?: Partial<EventSourceMappingModel>, model?: Partial<QueueModel>): void {
  bench = startBench(over, model);
}

afterEach(() => bench.end());

describe("startEventSource", () => {
  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "The event has one record per message: ids, body, MD5s, system attributes, message attributes and the queue's ARN.",
      source: documented("lambda/latest/dg/with-sqs.html#example-fifo-sqs-message-event"),
    },
    async () => {
      start();

      send(bench.queue, "hello");
      await bench.settle();

      expect(bench.calls.map(({ functionName }) => functionName)).toEqual(["dev-outbox:live"]);
      expect(bench.calls[0]?.event).toEqual({
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            receiptHandle: expect.any(String),
            body: "hello",
            attributes: {
              ApproximateReceiveCount: "1",
              SentTimestamp: String(bench.clock.now()),
              SequenceNumber: expect.stringMatching(/^\d{20}$/),
              MessageGroupId: "g",
              SenderId: expect.any(String),
              MessageDeduplicationId: expect.stringMatching(/^id-/),
              ApproximateFirstReceiveTimestamp: String(bench.clock.now()),
            },
            messageAttributes: {
              kind: {
                stringValue: "wake-up",
                stringListValues: [],
                binaryListValues: [],
                dataType: "String",
              },
            },
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            md5OfBody: "5d41402abc4b2a76b9719d911017c592",
            eventSource: "aws:sqs",
            eventSourceARN: "arn:aws:sqs:eu-central-1:000000000000:jobs.fifo",
            awsRegion: "eu-central-1",
          },
        ],
      });
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "A batch of a FIFO queue can contain several groups, and is deleted when the function has succeeded.",
      source: documented(
        "AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html",
      ),
    },
    async () => {
      start();
      send(bench.queue, "a1", "a");
      send(bench.queue, "b1", "b");
      send(bench.queue, "a2", "a");
      await bench.settle();

      bench.calls[0]?.answer(done);
      await bench.settle();

      expect(bench.calls.map(bodiesOf)).toEqual([["a1", "a2", "b1"]]);
      expect(bench.queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "A batch has at most as many messages as the mapping's batch size, which is 10 by default.",
      source: documented("lambda/latest/dg/services-sqs-configure.html"),
    },
    async () => {
      start({ batchSize: 2 });
      for (const body of ["1", "2", "3"]) {
        send(bench.queue, body);
      }
      await bench.settle();

      bench.calls[0]?.answer(done);
      await bench.settle();

      expect(bench.calls.map(bodiesOf)).toEqual([["1", "2"], ["3"]]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "Batches of different groups run in parallel. Two batches with messages of the same group never do.",
      source: documented("lambda/latest/dg/services-sqs-scaling.html"),
    },
    async () => {
      start();
      send(bench.queue, "a1", "a");
      await bench.settle();
      send(bench.queue, "a2", "a");
      send(bench.queue, "b1", "b");
      await bench.settle();
      const together = bench.calls.map(bodiesOf);

      bench.calls[0]?.answer(done);
      await bench.settle();

      expect(together).toEqual([["a1"], ["b1"]]);
      expect(bench.calls.map(bodiesOf)).toEqual([["a1"], ["b1"], ["a2"]]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "Lambda starts with five concurrent batches, and adds more while there are messages.",
      source: documented("lambda/latest/dg/services-sqs-scaling.html"),
      here: "At most five batches run at the same time.",
    },
    async () => {
      start({ batchSize: 1 });
      for (const group of ["a", "b", "c", "d", "e", "f"]) {
        send(bench.queue, group, group);
      }
      await bench.settle();
      const before = bench.calls.length;

      bench.calls[0]?.answer(done);
      await bench.settle();

      expect([before, bench.calls.length]).toEqual([5, 6]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "With a maximum concurrency, at most that many batches run at the same time, and no messages are received until one finishes.",
      source: documented("lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency"),
    },
    async () => {
      start({ batchSize: 1, maximumConcurrency: 7 });
      for (let group = 0; group < 10; group += 1) {
        send(bench.queue, String(group), String(group));
      }
      await bench.settle();
      const before = bench.calls.length;
      const left = bench.queue.counts();

      bench.calls[3]?.answer(done);
      await bench.settle();

      expect([before, bench.calls.length]).toEqual([7, 8]);
      expect(left).toEqual({ visible: 3, inFlight: 7, delayed: 0 });
    },
  );

  it("starts a new group immediately, even if in many groups a message waits behind an invisible one", async () => {
    start({ batchSize: 1, maximumConcurrency: 2 });
    for (let group = 0; group < 200; group += 1) {
      send(bench.queue, `${group}a`, String(group));
      send(bench.queue, `${group}b`, String(group));
    }
    await bench.settle();
    // Each group is delayed for an hour, as after a 429 of a receiver.
    for (let call = 0; call < 200; call += 1) {
      const [record] = bench.calls[call]?.event.Records ?? [];
      bench.queue.changeVisibility(record?.receiptHandle ?? "", 3600);
      bench.calls[call]?.answer(failing(bench.calls[call], record?.body ?? ""));
      await bench.settle();
    }

    send(bench.queue, "new", "new");
    await bench.settle();

    expect(bench.calls.map(bodiesOf).slice(200)).toEqual([["new"]]);
    expect(bench.queue.counts()).toEqual({ visible: 200, inFlight: 201, delayed: 0 });
  });

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "With a batching window, a batch of a standard queue waits until the batch is full or the window ends.",
      source: documented("lambda/latest/dg/with-sqs.html#services-sqs-batching"),
    },
    async () => {
      start({ maximumBatchingWindowSeconds: 5, batchSize: 3 }, {});
      send(bench.queue, "1");
      await bench.settle();
      send(bench.queue, "2");
      await bench.clock.advance(4999);
      const early = bench.calls.length;
      await bench.clock.advance(1);
      await bench.settle();
      for (const body of ["3", "4", "5"]) {
        send(bench.queue, body);
      }
      await bench.settle();

      expect(early).toBe(0);
      expect(bench.calls.map(bodiesOf)).toEqual([
        ["1", "2"],
        ["3", "4", "5"],
      ]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: batches of an event source mapping",
      aws: "A disabled mapping receives no messages.",
      source: documented("lambda/latest/dg/services-sqs-configure.html"),
    },
    async () => {
      start({ enabled: false });
      send(bench.queue, "1");
      await bench.settle();
      const disabled = bench.calls.length;
      start();
      await bench.source.close();
      send(bench.queue, "1");
      await bench.settle();

      expect([disabled, bench.calls.length]).toEqual([0, 0]);
    },
  );
});
