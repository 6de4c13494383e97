import { deliverToMember } from "../../../../lambda-src/chat/delivery/deliver-to-member";
import type { Content, Message } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import type { DeliveryProgress } from "../../../../lambda-src/chat/stores";
import { now, pendingMessage } from "./pending-message";

const file: Content = {
  type: "file",
  fileKey: "k",
  fileName: "a.pdf",
  fileType: "application/pdf",
  fileSize: 1,
};

/**
 * The delivery of pending messages to a member in Telegram, over a table in memory.
 * @param send sends a message
 */
function deliveryOf(pending: readonly Message[], send: (message: Message) => void) {
  const rows = new Map(pending.map((it) => [it.messageId, it]));
  const attempted: string[] = [];
  const ports = {
    now: () => now,
    retentionMilliseconds: 7 * 86_400_000,
    members: {
      find: async ({ memberId }: { readonly memberId: string }) => ({
        channelName: "kite-demo",
        memberId,
        sockets: [],
        resendTo: [],
        telegramChatId: "5",
      }),
      emptyMailbox: async () => undefined,
    },
    messages: {
      pending: async () => [...rows.values()],
      settle: async ({ messageId }: Message) => void rows.delete(messageId),
      async advance({ messageId }: Message, { tries }: DeliveryProgress) {
        const row = rows.get(messageId);
        if (!row) {
          return false;
        }
        rows.set(messageId, { ...row, tries: tries ?? row.tries });
        return true;
      },
    },
    host: {
      async tellMember(_: string, message: Message) {
        attempted.push(message.messageId);
        send(message);
      },
    },
  } as unknown as ChatPorts;
  const job = { to: "member", channelName: "kite-demo", memberId: "m1", tag: "k7m2" } as const;
  return {
    deliver: (attempt = 1) => deliverToMember(ports, job, attempt, () => 45_000),
    pending: () => [...rows.values()],
    /** Settles a message as another invocation does. */
    settle: (messageId: string) => rows.delete(messageId),
    attempted,
  };
}

it("an attempt that failed in the bucket, before a request to Telegram, is not counted for the file", async () => {
  const message = pendingMessage("1", { direction: "toVisitor", content: file });
  const { deliver, attempted, pending } = deliveryOf([message], () => {
    throw new Error("S3: timeout");
  });

  for (const attempt of [1, 2, 3, 4]) {
    await expect(deliver(attempt)).rejects.toThrow("S3: timeout");
  }

  expect(attempted).toHaveLength(4);
  expect(pending()).toMatchObject([{ tries: 0 }]);
});

it("a file that another invocation has sent meanwhile is not sent again, and does not delay the messages after it", async () => {
  const messages = [
    pendingMessage("1", { direction: "toVisitor" }),
    pendingMessage("2", { direction: "toVisitor", content: file }),
    pendingMessage("3", { direction: "toVisitor" }),
  ];
  const { deliver, attempted, settle } = deliveryOf(messages, () => void settle("2"));

  await deliver();

  expect(attempted).toEqual(["1", "3"]);
});
