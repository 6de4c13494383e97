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
      aws: "With `ReportBatchItemFailures` what the answer names is seen again after the visibility timeout, and the rest is deleted.",
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
      aws: "A visibility that the function changes itself holds, but a group waits until its batch is over.",
      source: assumed("the documentation speaks of either, not of both together"),
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

  it("waits as long as the function asks, when that is longer", async () => {
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
      aws: "An answer that cannot be read, an empty or unknown `itemIdentifier` among it, is a failure of the whole batch.",
      source: partial,
    },
    () => {
      it.each<[string, unknown]>([
        ["a text", "no"],
        ["a list", []],
        ["failures that are no list", { batchItemFailures: "x" }],
        ["an item without a name", { batchItemFailures: [{}] }],
        ["an item with a bad key", { batchItemFailures: [{ id: "x" }] }],
        ["an empty name", { batchItemFailures: [{ itemIdentifier: "" }] }],
        ["a name of null", { batchItemFailures: [{ itemIdentifier: null }] }],
        ["a name of no message", { batchItemFailures: [{ itemIdentifier: "x" }] }],
      ])("takes %s for a failure of the whole batch, and says so", async (_, payload) => {
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
      aws: "Nothing, null, an empty object, and an empty or missing list are success.",
      source: partial,
    },
    () => {
      it.each<[string, unknown]>([
        ["nothing", undefined],
        ["null", null],
        ["an empty object", {}],
        ["no list", { batchItemFailures: null }],
      ])("takes %s for success", async (_, payload) => {
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
      aws: "A function that fails gives its whole batch back after the visibility timeout.",
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
      aws: "Without `ReportBatchItemFailures` the answer does not matter: what does not fail is done.",
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
      aws: "A message whose visibility timeout ends while the function runs is given again, in a FIFO queue after the batch.",
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
      aws: "A failure in the middle of a FIFO batch does not hold back the later messages which the function does not report.",
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
      aws: "A batch that Lambda throttles was received as well: it is seen again after the visibility timeout, and counts towards the dead letters.",
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
