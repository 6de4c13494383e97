import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { OutboxPorts } from "../../../lambda-src/chat/ports";
import { handleNotifications } from "../../../lambda-src/outbox/handle-notifications";

const now = Date.parse("2026-01-31T12:00:00.000Z");

const job = JSON.stringify({ to: "host", channelName: "kite-demo", memberId: "m1" });

/** Handles one notification with 45 s left, and returns the actions in order. */
async function handle({ receives = 1, receivedAgo = 0, isGone = false, isDown = false, body = job }) {
  const done: string[] = [];
  const ports = {
    now: () => now,
    log: { error: (message: string) => done.push(message) },
    // The conversation has no pending messages.
    messages: {
      async pending() {
        done.push("delivery");
        if (isDown) {
          throw new Error("ThrottlingException");
        }
        return [];
      },
    },
    orderWindowMilliseconds: 1_000,
  } as unknown as OutboxPorts;
  const client = {
    async send({ input }: { input: { VisibilityTimeout: number } }) {
      if (isGone) {
        throw new Error("ReceiptHandleIsInvalid");
      }
      done.push(`hidden for ${input.VisibilityTimeout} s`);
    },
  } as unknown as SQSClient;
  const record = {
    messageId: "n1",
    receiptHandle: "r",
    body,
    attributes: {
      ApproximateReceiveCount: `${receives}`,
      ApproximateFirstReceiveTimestamp: `${now - receivedAgo}`,
    },
  } as unknown as SQSRecord;
  const { batchItemFailures } = await handleNotifications(
    ports,
    { client, url: "https://queue" },
    [record],
    () => 45_000,
  );
  return { done, isDeleted: batchItemFailures.length === 0 };
}

describe("a notification", () => {
  it("that was received just now is handled without another request", async () => {
    expect(await handle({ receivedAgo: 9_000 })).toEqual({ done: ["delivery"], isDeleted: true });
  });

  it.each([
    ["whose invocation was throttled for a while", { receivedAgo: 58_000 }],
    [
      "that was first received an hour ago, and again at an unknown time",
      { receives: 9, receivedAgo: 3_600_000 },
    ],
  ])("%s is hidden for the delivery and 15 s more before it is handled", async (_, received) => {
    expect(await handle(received)).toEqual({ done: ["hidden for 60 s", "delivery"], isDeleted: true });
  });

  it("becomes visible again later if its delivery throws, and the handler does not throw", async () => {
    expect(await handle({ isDown: true, receives: 3 })).toEqual({
      done: ["delivery", "a delivery failed and is tried again", "hidden for 8 s"],
      isDeleted: false,
    });
  });

  it("becomes visible again if its delivery throws, even if the call of the queue fails, too", async () => {
    expect(await handle({ isDown: true, isGone: true })).toEqual({
      done: [
        "delivery",
        "a delivery failed and is tried again",
        "a notification's visibility was not changed",
      ],
      isDeleted: false,
    });
  });

  it.each([
    ["JSON without a valid job", '{"to":"nobody"}'],
    ["invalid JSON", "{"],
  ])("with %s is deleted, because every retry would fail", async (_, body) => {
    expect(await handle({ body })).toEqual({ done: ["a notification cannot be read"], isDeleted: true });
  });

  it("that belongs to another invocation by now is not handled", async () => {
    expect(await handle({ receivedAgo: 61_000, isGone: true })).toEqual({
      done: ["a notification's visibility was not changed"],
      isDeleted: false,
    });
  });
});
