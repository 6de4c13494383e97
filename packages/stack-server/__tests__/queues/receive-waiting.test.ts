import { ManualClock } from "../../src/clock";
import { receiveWaiting } from "../../src/queues/protocol/receive";
import { Queue } from "../../src/queues/queue";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { queueModel } from "./queue-models";
import { bodies, send } from "./send";

const pollingPage = documented(
  "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html",
);

const clock = new ManualClock();
const queue = new Queue(queueModel(), clock, () => undefined);

/** Receives one message, and reports whether the call has returned. */
function receive(waitSeconds: number, signal = new AbortController().signal) {
  const call = { isBack: false, result: receiveWaiting(queue, clock, { maximum: 1 }, waitSeconds, signal) };
  void call.result.then(() => {
    call.isBack = true;
  });
  return call;
}

awsBehavior(
  {
    subject: "SQS: batches and the API",
    aws: "A receive with a wait time of up to 20 seconds returns as soon as there is a message, or without one when the time ends.",
    source: pollingPage,
  },
  async () => {
    const first = receive(20);
    await clock.advance(19_999);
    const early = first.isBack;
    await clock.advance(1);
    const second = receive(20);
    await clock.advance(5000);
    send(queue, "news");

    expect([early, bodies(await first.result), bodies(await second.result)]).toEqual([false, [], ["news"]]);
  },
);

it("a waiting receive ends when its caller disconnects", async () => {
  const caller = new AbortController();
  const call = receive(20, caller.signal);

  caller.abort();
  send(queue, "kept");

  expect(await call.result).toEqual([]);
  expect(queue.counts().visible).toBe(1);
});
