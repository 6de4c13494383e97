import { deliverToMember } from "../../../../lambda-src/chat/delivery/deliver-to-member";
import type { Message } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import type { DeliveryProgress } from "../../../../lambda-src/chat/stores";
import { now, pendingMessage } from "./pending-message";

it("an attempt is not counted for a file if the bucket failed before a request to Telegram", async () => {
  let row = pendingMessage("1", {
    direction: "toVisitor",
    content: { type: "file", fileKey: "k", fileName: "a.pdf", fileType: "application/pdf", fileSize: 1 },
  });
  const attempts: Message[] = [];
  const member = {
    ...row.member,
    tag: row.tag,
    memberName: row.memberName,
    sockets: [],
    telegramChatId: "5",
  };
  const ports = {
    now: () => now,
    retentionMilliseconds: 7 * 86_400_000,
    members: { find: async () => member },
    messages: {
      pending: async () => [row],
      async advance(_: Message, { tries = row.tries }: DeliveryProgress) {
        row = { ...row, tries };
      },
    },
    host: {
      async tellMember(_: string, message: Message) {
        attempts.push(message);
        throw new Error("S3: timeout");
      },
    },
  } as unknown as ChatPorts;
  const job = { to: "member", channelName: "kite-demo", memberId: "m1", tag: row.tag } as const;

  for (const attempt of [1, 2, 3, 4]) {
    await expect(deliverToMember(ports, job, attempt, () => 45_000)).rejects.toThrow("S3: timeout");
  }

  expect(attempts).toHaveLength(4);
  expect(row.tries).toBe(0);
});
