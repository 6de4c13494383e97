import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { ChatPorts } from "../../../lambda-src/chat/ports";
import { handleNotifications } from "../../../lambda-src/outbox/handle-notifications";

const now = Date.parse("2026-01-31T12:00:00.000Z");

/** Handles one notification with 45 s left; gives what was done, in order. */
async function handle({ receives = 1, receivedAgo = 0, isGone = false }) {
  const done: string[] = [];
  const ports = {
    now: () => now,
    log: { error: (message: string) => done.push(message) },
    // A conversation in which nothing is pending.
    messages: {
      async pending() {
        done.push("delivery");
        return [];
      },
    },
    orderWindowMilliseconds: 1_000,
  } as unknown as ChatPorts;
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
    body: JSON.stringify({ to: "host", channelName: "kite-demo", memberId: "m1" }),
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
  it("that was received just now is handled with no request more", async () => {
    expect(await handle({ receivedAgo: 9_000 })).toEqual({ done: ["delivery"], isDeleted: true });
  });

  it.each([
    ["whose invocation was throttled for a while", { receivedAgo: 58_000 }],
    [
      "that was received an hour ago first, and again nobody knows when",
      { receives: 9, receivedAgo: 3_600_000 },
    ],
  ])("%s is hidden for the whole delivery and 15 s before that begins", async (_, received) => {
    expect(await handle(received)).toEqual({ done: ["hidden for 60 s", "delivery"], isDeleted: true });
  });

  it("that is another invocation's by now is left alone", async () => {
    expect(await handle({ receivedAgo: 61_000, isGone: true })).toEqual({
      done: ["a notification's visibility was not changed"],
      isDeleted: false,
    });
  });
});
