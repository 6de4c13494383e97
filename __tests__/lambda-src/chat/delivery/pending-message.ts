import type { Message } from "../../../../lambda-src/chat/model";

/** The current time in the tests of deliveries, in milliseconds since the epoch. */
export const now = Date.parse("2026-01-31T12:00:00.000Z");

/** A visitor's text that has been pending for ten seconds. */
export function pendingMessage(messageId: string, changes: Partial<Message> = {}): Message {
  const storedAt = new Date(now - 10_000).toISOString();
  return {
    member: { channelName: "kite-demo", memberId: "m1" },
    direction: "toHost",
    messageId,
    destinationMessageId: `d-${messageId}`,
    sentAt: storedAt,
    storedAt,
    expiresAt: now + 7 * 86_400_000,
    content: { type: "text", text: messageId },
    memberName: "Ada",
    tag: "k7m2p9x4q",
    hostChatId: "-1",
    firstWords: false,
    partsShown: 0,
    tries: 0,
    ...changes,
  };
}
