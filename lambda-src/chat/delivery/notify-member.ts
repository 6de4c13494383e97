import { randomUUID } from "node:crypto";
import { type Message, memberKeyOf } from "../model";
import type { ChatPorts, NoticeOutcome } from "../ports";

/**
 * Notifies a visitor that an acknowledged message was not delivered. Sends an `ERR` to the open sockets, and stores a
 * notice in the conversation. If a socket accepted the `ERR`, the notice counts as delivered. Otherwise the notice is
 * pending until the visitor comes back. A dead socket may have lost the `ERR`, so the next JOIN pushes the notice
 * again.
 * @returns the outcome for a visitor in Telegram; "sent" for any other visitor
 */
export async function reportUndelivered(
  ports: ChatPorts,
  message: Message,
  sentence: string,
  code: number,
): Promise<NoticeOutcome> {
  const member = await ports.members.find(memberKeyOf(message));
  if (!member) {
    return { kind: "sent" };
  }
  if (member.telegramChatId !== undefined) {
    return ports.host.notify(member.telegramChatId, sentence);
  }
  const results = await Promise.all(
    member.sockets.map(async (id) =>
      (await ports.sockets.pushError(id, sentence, code)) === "sent" ? [id] : [],
    ),
  );
  const takenBy = results.flat();
  const notice = noticeOf(ports, message, sentence);
  if (takenBy.length > 0) {
    await ports.messages.addDelivered(notice, takenBy);
  } else {
    await ports.messages.add(notice);
    await ports.members.fillMailbox(member);
  }
  return { kind: "sent" };
}

function noticeOf(ports: ChatPorts, about: Message, sentence: string): Message {
  const now = ports.now();
  return {
    ...about,
    direction: "toVisitor",
    messageId: noticeIdOf(about),
    destinationMessageId: randomUUID(),
    sentAt: new Date(now).toISOString(),
    storedAt: new Date(now).toISOString(),
    expiresAt: now + ports.retentionMilliseconds,
    content: { type: "text", text: sentence },
    firstWords: false,
    partsShown: 0,
    tries: 0,
  };
}

/** Returns the id of the notice about a message. A repeated notice has the same id, so only one is stored. */
export function noticeIdOf({ destinationMessageId }: Pick<Message, "destinationMessageId">): string {
  return `notice-${destinationMessageId}`.slice(0, 64);
}
