import type { Identity } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import type { FrameKind } from "../../../../lambda-src/chat/stores";
import { receiveFromChat } from "../../../../lambda-src/chat/visitors/visitor-message";

const sender: Identity = {
  channelName: "kite-demo",
  memberId: "m1",
  memberName: "Ada",
  tag: "bcdfghjkm",
  hostChatId: "-1001",
};

/** Returns the size that a text counts as. It is rejected, so that nothing is stored. */
async function countOf(textBytes: number): Promise<FrameKind | undefined> {
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
  const sent = { messageId: "1", timestamp: "2026-01-31T12:00:00.000Z", textBytes, content };
  await expect(receiveFromChat(ports, sender, sent)).rejects.toThrow("no longer part of this chat");
  return counted;
}

describe("a visitor's message", () => {
  it.each([
    [0, 1],
    [512, 1],
    [513, 2],
    [1_024, 2],
    [1_537, 3],
    [4_096, 5],
  ])("of %i bytes counts %i times for the day, by what its row takes", async (textBytes, kibibytes) => {
    expect(await countOf(textBytes)).toEqual({ kibibytes });
  });
});
