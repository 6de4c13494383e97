import { randomInt, randomUUID } from "node:crypto";
import type { Departure, MemberKey, MemberRef, Message } from "../../../lambda-src/chat/model";
import { newTag } from "../../../lambda-src/chat/visitors/tag";
import { retentionDays, type StorageContext } from "./storage-context";

/** Returns a channel name that no other test uses. */
export function newChannelName(): string {
  return `kite-${randomUUID().slice(0, 18)}`;
}

/** Returns the id of a supergroup, which is negative and longer than 32 bits. */
export function newChatId(): string {
  return `-100${randomInt(1e12)}`;
}

/** Returns a connection id in the form of API Gateway: base64 with padding. */
export function newConnectionId(): string {
  return `${randomUUID().replaceAll("-", "").slice(0, 13)}+/=`;
}

export function newMember(channelName = newChannelName()): MemberRef & MemberKey {
  return { channelName, memberId: `_${randomUUID()}-`, tag: newTag() };
}

/** Returns the participants of a conversation, as in the row of a message. */
export function newSender(channelName = newChannelName()): MemberRef {
  return { channelName, memberId: `_${randomUUID()}-` };
}

/** Returns a text that a visitor has just sent. */
export function newMessage({ time }: StorageContext, changes: Partial<Message> = {}): Message {
  return {
    member: newSender(),
    direction: "toHost",
    messageId: randomUUID(),
    destinationMessageId: randomUUID(),
    sentAt: new Date(time).toISOString(),
    storedAt: new Date(time).toISOString(),
    // A row stores its expiry in whole seconds.
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

/** Runs an action the given number of times at the same moment, and returns the results. */
export function atOnce<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}
