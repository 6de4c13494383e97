import type { EventSourceMappingModel, QueueModel } from "../../src/stack/model";
import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { type Bench, bodiesOf, done, failing, startBench } from "./event-source-bench";
import { send } from "./send";

const partial = documented(
  "lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting",
);
const errors = documented("lambda/latest/dg/services-sqs-errorhandling.html");

let bench: Bench;

function start(over?: Partial<EventSourceMappingModel>, model?: Partial<QueueModel>): void {
  bench = startBench(over, model);
}

afterEach(() => bench.end());

describe("startEventSource", () => {
  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "With `ReportBatchItemFailures` the reported messages become visible again after the visibility timeout, and the others are deleted.",
      source: partial,
    },
    async () => {
      start();
      send(bench.queue, "good");
      send(bench.queue, "bad");
      await bench.settle();

      bench.calls[0]?.answer(failing(bench.calls[0], "bad"));
      await bench.settle();
      await bench.clock.advance(29_999);
      const early = bench.calls.length;
      await bench.clock.advance(1);
      await bench.settle();

      expect(early).toBe(1);
      expect(bench.calls.map(bodiesOf)).toEqual([["good", "bad"], ["bad"]]);
      expect(bench.calls[1]?.event.Records[0]?.attributes.ApproximateReceiveCount).toBe("2");
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "A visibility timeout that the function sets is kept, but the messages of the group wait until the batch has finished.",
      source: assumed("the documentation describes each of the two rules, but not their combination"),
    },
    async () => {
      start();
      send(bench.queue, "bad");
      send(bench.queue, "next");
      await bench.settle();
      const handle = bench.calls[0]?.event.Records[0]?.receiptHandle ?? "";

      bench.queue.changeVisibility(handle, 0);
      await bench.settle();
      const during = bench.calls.length;
      bench.calls[0]?.answer(failing(bench.calls[0], "bad"));
      await bench.settle();

      expect(during).toBe(1);
      expect(bench.calls.map(bodiesOf)).toEqual([["bad", "next"], ["bad"]]);
    },
  );

  it("retries after the visibility timeout that the function set, if it is longer than the queue's", async () => {
    start();
    send(bench.queue, "bad");
    await bench.settle();

    bench.queue.changeVisibility(bench.calls[0]?.event.Records[0]?.receiptHandle ?? "", 100);
    bench.calls[0]?.answer(failing(bench.calls[0], "bad"));
    await bench.clock.advance(99_999);
    const early = bench.calls.length;
    await bench.clock.advance(1);
    await bench.settle();

    expect([early, bench.calls.length]).toEqual([1, 2]);
  });

  awsBehaviorOfMany(
    {
      subject: "SQS and Lambda: failures",
      aws: "An invalid response, for example with an empty or unknown `itemIdentifier`, is a failure of the whole batch.",
      source: partial,
    },
    () => {
      it.each<[string, unknown]>([
        ["a text", "no"],
        ["a list", []],
        ["failures that are not a list", { batchItemFailures: "x" }],
        ["an item without an identifier", { batchItemFailures: [{}] }],
        ["an item with a wrong key", { batchItemFailures: [{ id: "x" }] }],
        ["an empty identifier", { batchItemFailures: [{ itemIdentifier: "" }] }],
        ["an identifier of null", { batchItemFailures: [{ itemIdentifier: null }] }],
        ["an unknown identifier", { batchItemFailures: [{ itemIdentifier: "x" }] }],
      ])("treats %s as a failure of the whole batch, and logs it", async (_, payload) => {
        start();
        send(bench.queue, "1");
        send(bench.queue, "2");
        await bench.settle();

        bench.calls[0]?.answer({ ok: true, payload });
        await bench.settle();
        const inFlight = bench.queue.counts().inFlight;
        await bench.clock.advance(30_000);
        await bench.settle();

        expect(inFlight).toBe(2);
        expect(bench.calls.map(bodiesOf)).toEqual([
          ["1", "2"],
          ["1", "2"],
        ]);
        expect(bench.log).toMatchObject([
          { level: "warn", source: "queues", fields: { queue: "jobs.fifo" } },
        ]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "SQS and Lambda: failures",
      aws: "If the response is missing, null or an empty object, or its list is empty or missing, the batch has succeeded.",
      source: partial,
    },
    () => {
      it.each<[string, unknown]>([
        ["nothing", undefined],
        ["null", null],
        ["an empty object", {}],
        ["a null list", { batchItemFailures: null }],
      ])("treats %s as success", async (_, payload) => {
        start();
        send(bench.queue, "1");
        await bench.settle();

        bench.calls[0]?.answer({ ok: true, payload });
        await bench.settle();

        expect(bench.queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
        expect(bench.log).toEqual([]);
      });
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "If a function fails, its whole batch becomes visible again after the visibility timeout.",
      source: errors,
    },
    async () => {
      start();
      send(bench.queue, "1");
      await bench.settle();

      bench.calls[0]?.answer({ ok: false, errorType: "Error", errorMessage: "boom" });
      await bench.clock.advance(30_000);
      await bench.settle();

      expect(bench.calls.map(bodiesOf)).toEqual([["1"], ["1"]]);
      expect(bench.log).toMatchObject([{ fields: { errorType: "Error", errorMessage: "boom" } }]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "Without `ReportBatchItemFailures` the response has no effect: if the function succeeds, the batch is deleted.",
      source: errors,
    },
    async () => {
      start({ reportBatchItemFailures: false });
      send(bench.queue, "1");
      await bench.settle();

      bench.calls[0]?.answer(failing(bench.calls[0], "1"));
      await bench.settle();

      expect(bench.queue.counts().inFlight).toBe(0);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "A message whose visibility timeout ends while the function runs is delivered again, in a FIFO queue after the batch has finished.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"),
    },
    async () => {
      start();
      send(bench.queue, "slow");
      await bench.settle();

      await bench.clock.advance(30_000);
      bench.calls[0]?.answer(done);
      await bench.settle();

      expect(bench.log[0]?.message).toContain("after its visibility timeout");
      expect(bench.calls.map(bodiesOf)).toEqual([["slow"], ["slow"]]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "A failure in the middle of a FIFO batch does not affect later messages that the function does not report.",
      source: partial,
    },
    async () => {
      start();
      for (const body of ["1", "2", "3"]) {
        send(bench.queue, body);
      }
      await bench.settle();

      bench.calls[0]?.answer(failing(bench.calls[0], "2"));
      await bench.settle();
      await bench.clock.advance(30_000);
      await bench.settle();

      expect(bench.calls.map(bodiesOf)).toEqual([["1", "2", "3"], ["2"]]);
    },
  );

  awsBehavior(
    {
      subject: "SQS and Lambda: failures",
      aws: "If Lambda throttles a batch, the batch becomes visible again after the visibility timeout, and the receive counts towards `maxReceiveCount`.",
      source: documented("lambda/latest/dg/services-sqs-configure.html"),
    },
    async () => {
      start();
      send(bench.queue, "1");
      await bench.settle();

      bench.calls[0]?.answer({ ok: false, errorType: "TooManyRequestsException", errorMessage: "busy" });
      await bench.clock.advance(30_000);
      await bench.settle();

      expect(bench.calls[1]?.event.Records[0]?.attributes.ApproximateReceiveCount).toBe("2");
    },
  );
});
