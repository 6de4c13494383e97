import type { SendMessageCommandInput, SQSClient } from "@aws-sdk/client-sqs";
import { outbox } from "../../../lambda-src/aws/outbox";
import type { OutboxJob } from "../../../lambda-src/chat/model";

const member = { channelName: "kite-demo", memberId: "m1" };
const toHost: OutboxJob = { to: "host", ...member };
const toMember: OutboxJob = { to: "member", ...member, tag: "bcdfghjkm" };

/** Sends notifications, and returns the requests to SQS. */
async function sent(jobs: readonly OutboxJob[]): Promise<readonly SendMessageCommandInput[]> {
  const requests: SendMessageCommandInput[] = [];
  const client = {
    send: async ({ input }: { input: SendMessageCommandInput }) => void requests.push(input),
  } as unknown as SQSClient;
  for (const job of jobs) {
    await outbox(client, "https://queue").notify(job);
  }
  return requests;
}

describe("a notification of the outbox", () => {
  it("has a unique deduplication id, because SQS drops an id that it received within five minutes", async () => {
    const requests = await sent([toHost, toHost, toHost]);

    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((it) => it.MessageDeduplicationId)).size).toBe(3);
  });

  it("shares a group with all notifications of its conversation and direction, and with no others", async () => {
    const other: OutboxJob = { ...toHost, memberId: "m2" };
    const channel: OutboxJob = { to: "erasure", channelName: "kite-demo" };
    const visitor: OutboxJob = { ...channel, memberId: toHost.memberId };

    const jobs = [toHost, toHost, toMember, other, channel, visitor];
    const groups = (await sent(jobs)).map((it) => it.MessageGroupId);

    expect(groups[0]).toBe(groups[1]);
    expect(new Set(groups).size).toBe(5);
  });

  it("contains its job and no delay, because a FIFO queue would reject a delay", async () => {
    const [request] = await sent([toMember]);

    expect(JSON.parse(request?.MessageBody ?? "")).toEqual(toMember);
    expect(request).not.toHaveProperty("DelaySeconds");
  });
});
