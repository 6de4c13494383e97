import type { EventSourceMappingModel, QueueModel } from "../../../local/plan/model";
import { type Bench, bodiesOf, done, failing, startBench } from "./event-source-bench";
import { send } from "./send";

let bench: Bench;

function start(over?: Partial<EventSourceMappingModel>, model?: Partial<QueueModel>): void {
  bench = startBench(over, model);
}

afterEach(() => bench.end());

describe("startEventSource", () => {
  it("deletes what is not reported, and gives the rest again after the visibility timeout", async () => {
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
  });

  it("honors a visibility that the function changed, though not before the batch is over", async () => {
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
  });

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
    expect(bench.log).toMatchObject([{ level: "warn", source: "queues", fields: { queue: "jobs.fifo" } }]);
  });

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

  it("gives the whole batch again when the function fails", async () => {
    start();
    send(bench.queue, "1");
    await bench.settle();

    bench.calls[0]?.answer({ ok: false, errorType: "Error", errorMessage: "boom" });
    await bench.clock.advance(30_000);
    await bench.settle();

    expect(bench.calls.map(bodiesOf)).toEqual([["1"], ["1"]]);
    expect(bench.log).toMatchObject([{ fields: { errorType: "Error", errorMessage: "boom" } }]);
  });

  it("does not look at the answer without ReportBatchItemFailures", async () => {
    start({ reportBatchItemFailures: false });
    send(bench.queue, "1");
    await bench.settle();

    bench.calls[0]?.answer(failing(bench.calls[0], "1"));
    await bench.settle();

    expect(bench.queue.counts().inFlight).toBe(0);
  });

  it("says when a message was handled too late", async () => {
    start();
    send(bench.queue, "slow");
    await bench.settle();

    await bench.clock.advance(30_000);
    bench.calls[0]?.answer(done);
    await bench.settle();

    expect(bench.log[0]?.message).toContain("after its visibility timeout");
    expect(bench.calls.map(bodiesOf)).toEqual([["slow"], ["slow"]]);
  });
});
