import * as fc from "fast-check";
import { messageRow, pendingKeyOf } from "../../../../lambda-src/aws/message-row";
import type { Content, Identity, Message } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import type { FrameKind } from "../../../../lambda-src/chat/stores";
import { receiveFromChat } from "../../../../lambda-src/chat/visitors/visitor-message";

const ordinary: Identity = {
  channelName: "kite-demo",
  memberId: "0b9ac3a6-0d0c-4d0b-93a1-6d4ab1e7b5a3",
  memberName: "Ada",
  tag: "bcdfghjkm",
  hostChatId: "-1001234567890",
};
const messageId = "3e8f0f9a-4f8b-4a86-9a5f-0f6b8c7d1e2f";

/**
 * Returns the size with which a message counts toward the daily limit. The message is rejected, so that nothing is
 * stored.
 */
async function countOf(
  textBytes: number,
  sender: Identity = ordinary,
  id = messageId,
): Promise<FrameKind | undefined> {
  let counted: FrameKind | undefined;
  const ports = {
    members: {
      countFrame: async (_: unknown, kind: FrameKind) => {
        counted = kind;
        return { allowed: false, reason: "unknown member" };
      },
    },
  } as unknown as ChatPorts;
  const content = () => ({ type: "text", text: "" }) as const;
  const sent = { messageId: id, timestamp: "2026-01-31T12:00:00.000Z", textBytes, content };
  await expect(receiveFromChat(ports, sender, sent)).rejects.toThrow("no longer part of this chat");
  return counted;
}

/**
 * Returns the size of a row of texts, numbers and booleans, in bytes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
function sizeOf(row: Readonly<Record<string, unknown>>): number {
  const sizes = Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const digits = `${value}`.replace(/\D/g, "").length;
      const size = typeof value === "number" ? 1 + Math.ceil(digits / 2) : Buffer.byteLength(`${value}`);
      return Buffer.byteLength(name) + (typeof value === "boolean" ? 1 : size);
    });
  return sizes.reduce((total, size) => total + size, 0);
}

/** Returns the largest rows of a message: while it is pending after many failures, and when it is settled. */
function rowsOf({ channelName, memberId, ...sender }: Identity, id: string, content: Content) {
  const message: Message = {
    ...sender,
    member: { channelName, memberId },
    direction: "toHost",
    messageId: id,
    destinationMessageId: messageId,
    sentAt: "2026-01-31T12:00:00.123456789Z",
    storedAt: "2026-01-31T12:00:00.123Z",
    expiresAt: 1_769_860_800_000,
    content,
    firstWords: true,
    partsShown: 9,
    tries: 999,
    noticed: true,
  };
  const row = { ...messageRow(message), waitsUntil: 1_769_860_800_000.5 };
  const settled = {
    outcome: "undeliverable",
    deliveredAt: "2026-01-31T12:00:00.123Z",
    postId: 9_999_999_999,
    postChatId: sender.hostChatId,
  };
  return [
    { ...row, pending: pendingKeyOf(message) },
    { ...row, ...settled },
  ];
}

const id = (length: number) => fc.constantFrom("a", "_").map((letter) => letter.repeat(length));
const names = fc.string({ unit: fc.constantFrom("x", "€", "\u{1F44B}"), maxLength: 64 });
const senders = fc.record({
  channelName: fc.integer({ min: 8, max: 32 }).chain(id),
  memberId: fc.integer({ min: 1, max: 64 }).chain(id),
  memberName: fc.oneof(names, fc.constant("\u{1F44B}".repeat(64))),
});

describe("a visitor's message", () => {
  it("counts at least the bytes of its row toward the daily limit, for any sender", async () => {
    await fc.assert(
      fc.asyncProperty(
        senders,
        fc.integer({ min: 1, max: 64 }).chain(id),
        fc.nat(4_095),
        async (sender, anyId, more) => {
          const identity = { ...ordinary, ...sender };
          const content: Content = { type: "text", text: "x".repeat(1 + more) };
          const counted = await countOf(1 + more, identity, anyId);
          for (const row of rowsOf(identity, anyId, content)) {
            expect(counted?.bytes).toBeGreaterThanOrEqual(sizeOf(row));
          }
        },
      ),
    );
  });

  it.each<[string, Content["type"]]>([
    ["with the longest names", "file"],
    ["from a Telegram chat", "remote file"],
  ])("counts at least the bytes of its row toward the daily limit, for a file %s", async (_case, type) => {
    const content = {
      type,
      fileKey: "k".repeat(65),
      fileName: "\u{1F44B}".repeat(128),
      fileType: `${"t".repeat(127)}/${"s".repeat(127)}`,
      fileSize: 20_971_520,
      ...(type === "remote file" && { source: "A".repeat(120) }),
    } as Content;
    const counted = await countOf(0);

    for (const row of rowsOf(ordinary, messageId, content)) {
      expect(counted?.bytes).toBeGreaterThanOrEqual(sizeOf(row));
    }
  });

  it("of 100 bytes counts as little more than its size, so that the limit allows a thousand such messages a day", async () => {
    expect((await countOf(100))?.bytes).toBeLessThanOrEqual(650);
  });
});
