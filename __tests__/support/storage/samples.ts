import { randomInt, randomUUID } from "node:crypto";
import type { Departure, MemberKey, MemberRef, Message } from "../../../lambda-src/chat/model";
import { newTag } from "../../../lambda-src/chat/visitors/tag";
import { retentionDays, type StorageContext } from "./storage-context";

/** A channel's name that no other test uses. */
export function newChannelName(): string {
  return `kite-${randomUUID().slice(0, 18)}`;
}

/** A supergroup's id: longer than 32 bits, and negative. */
export function newChatId(): string {
  return `-100${randomInt(1e12)}`;
}

/** A connection's id as API Gateway makes them: base64 with its padding. */
export function newConnectionId(): string {
  return `${randomUUID().replaceAll("-", "").slice(0, 13)}+/=`;
}

export function newMember(channelName = newChannelName()): MemberRef & MemberKey {
  return { channelName, memberId: `_${randomUUID()}-`, tag: newTag() };
}

/** Participants of a conversation, as in the row of a message. */
export function newSender(channelName = newChannelName()): MemberRef {
  return { channelName, memberId: `_${randomUUID()}-` };
}

/** A text of a visitor that has just come. */
export function newMessage({ time }: StorageContext, changes: Partial<Message> = {}): Message {
  return {
    member: newSender(),
    direction: "toHost",
    messageId: randomUUID(),
    destinationMessageId: randomUUID(),
    sentAt: new Date(time).toISOString(),
    storedAt: new Date(time).toISOString(),
    // Rows keep whole seconds.
    expiresAt: (Math.floor(time / 1000) + retentionDays * 86_400) * 1000,
    content: { type: "text", text: "Hello" },
    memberName: "Ada",
    tag: "bcdf23456",
    hostChatId: "-1001234567890",
    firstWords: false,
    partsShown: 0,
    tries: 0,
    ...changes,
  };
}

export function newDeparture({ time }: StorageContext, changes: Partial<Departure> = {}): Departure {
  return {
    member: newSender(),
    memberName: "Ada",
    tag: "bcdf23456",
    hostChatId: "-1001234567890",
    leftAt: new Date(time).toISOString(),
    ...changes,
  };
}

/** So many results of the same thing done at the same moment. */
export function atOnce<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}
