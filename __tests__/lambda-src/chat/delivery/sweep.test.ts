import { sweep } from "../../../../lambda-src/chat/delivery/sweep";
import type { Message, OutboxJob } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import type { PendingRow } from "../../../../lambda-src/chat/stores";
import { now, pendingMessage } from "./pending-message";

const inAnHour = now + 3_600_000;

function rowOf(
  memberId: string,
  messageId: string,
  waitsUntil: number,
  changes: Partial<Message> = {},
): PendingRow {
  const member = { channelName: "kite-demo", memberId };
  return { kind: "message", message: pendingMessage(messageId, { member, ...changes }), waitsUntil };
}

/** Sweeps over rows, and returns the members for whom notifications were sent. All visitors are online. */
async function sweepOver(
  rows: readonly PendingRow[],
  { random = 0, timeLeft = (): number => 45_000 } = {},
): Promise<readonly string[]> {
  const jobs: OutboxJob[] = [];
  const ports = {
    now: () => now,
    retentionMilliseconds: 7 * 86_400_000,
    log: { error() {} },
    messages: {
      async *allPending() {
        yield* rows;
      },
    },
    members: { find: async () => ({ sockets: ["socket"] }) },
    random: () => random,
    outbox: { notify: async (job: OutboxJob) => void jobs.push(job) },
  } as unknown as ChatPorts;
  await sweep(ports, timeLeft);
  return jobs.map((job) => job.memberId ?? job.to);
}

describe("the sweep, for a conversation whose first message waits,", () => {
  it("sends no notification, even if later messages of the conversation are due", async () => {
    const rows = [rowOf("ada", "1", inAnHour), rowOf("ada", "2", 0), rowOf("ada", "3", 0)];

    expect(await sweepOver([...rows, rowOf("eve", "1", 0)])).toEqual(["eve"]);
  });

  it("sends no notification for a message with an earlier time that was stored later", async () => {
    expect(await sweepOver([rowOf("ada", "0", 0), rowOf("ada", "1", inAnHour)])).toEqual([]);
  });

  it("sends a notification if a message is about to expire, because the first notification may be lost", async () => {
    const expiresAt = now + 23 * 3_600_000;

    expect(await sweepOver([rowOf("ada", "1", inAnHour, { expiresAt }), rowOf("ada", "2", 0)])).toEqual([
      "ada",
    ]);
  });

  it("sends a notification once the wait is over", async () => {
    expect(await sweepOver([rowOf("ada", "1", now - 1), rowOf("ada", "2", 0)])).toEqual(["ada"]);
  });
});

describe("the sweep, for more visitors than it has time for,", () => {
  const visitors = Array.from({ length: 100 }, (_, index) => `visitor-${index}`);
  const rows = visitors.map((it) => rowOf(it, "1", 0, { direction: "toVisitor" }));

  it("starts at a random visitor, so that all are notified after some sweeps", async () => {
    const sweptAt = async (random: number) => {
      let batches = 0;
      // There is time to read all rows, and for one batch of visitors.
      const timeLeft = () => {
        batches += 1;
        return batches <= rows.length + 1 ? 45_000 : 0;
      };
      return sweepOver(rows, { random, timeLeft });
    };

    expect(await sweptAt(0)).toEqual(visitors.slice(0, 25));
    expect(await sweptAt(0.5)).toEqual(visitors.slice(50, 75));
    expect(await sweptAt(0.99)).toEqual([...visitors.slice(99), ...visitors.slice(0, 24)]);
  });
});
