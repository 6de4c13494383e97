import { randomUUID } from "node:crypto";
import { isChannelName } from "@kite-chat/protocol";
import type { Identity, MemberKey, MemberRef } from "../model";
import type { ChatPorts } from "../ports";
import { newTag } from "../visitors/tag";
import { removeTelegramMember, resumeErasure } from "./erasure";

/** Represents the result of `/host`. */
export type HostOutcome =
  | { readonly kind: "hosted" | "hosted already" | "bad name" | "name taken" | "being erased" }
  /** The channel that the chat hosts or has joined. */
  | { readonly kind: "hosts another" | "is a member"; readonly channelName: string };

/** The result of `/join`. */
export type JoinOutcome = "joined" | "bad name" | "unknown channel" | "joined elsewhere" | "hosts";

/**
 * Makes a chat the host of a new channel, unless the chat has joined a channel. Repeating the command changes nothing.
 * @throws Error when the chat's own channel was dropped at the same moment, and errors of a store
 */
export async function host(ports: ChatPorts, channelName: string, chatId: string): Promise<HostOutcome> {
  const membership = await ports.members.findByTelegramChat(chatId);
  if (membership) {
    return { kind: "is a member", channelName: membership.channelName };
  }
  if (!isChannelName(channelName)) {
    return { kind: "bad name" };
  }
  const outcome = await ports.channels.create(channelName, chatId);
  if (outcome === "created") {
    return { kind: "hosted" };
  }
  const own = await ports.channels.findByHostChat(chatId);
  if (own?.channelName === channelName) {
    return { kind: "hosted already" };
  }
  if (outcome === "name taken") {
    // A dropped channel keeps its name until everything is erased.
    const hostChat = await ports.channels.findHostChat(channelName);
    if (hostChat !== undefined) {
      return { kind: "name taken" };
    }
    await resumeErasure(ports, channelName);
    return { kind: "being erased" };
  }
  if (own) {
    return { kind: "hosts another", channelName: own.channelName };
  }
  throw new Error("The chat's channel was dropped at the same moment. The update is retried.");
}

/**
 * Makes a private chat a member of a channel, unless the chat hosts one. The chat's messages then count as a visitor's
 * messages. Repeating the command renews the membership.
 */
export async function join(
  ports: ChatPorts,
  channelName: string,
  chatId: string,
  memberName: string,
): Promise<JoinOutcome> {
  if (!isChannelName(channelName)) {
    return "bad name";
  }
  if (await ports.channels.findByHostChat(chatId)) {
    return "hosts";
  }
  const membership = await ports.members.findByTelegramChat(chatId);
  if (membership && membership.channelName !== channelName) {
    return "joined elsewhere";
  }
  if ((await ports.channels.findHostChat(channelName)) === undefined) {
    return "unknown channel";
  }
  // The id is random. If it were derived from the chat's id, anybody on the web could impersonate this member.
  const member = await ports.members.addTelegramMember(
    membership ?? { channelName, memberId: randomUUID(), tag: newTag() },
    memberName,
    chatId,
  );
  return member.channelName === channelName ? "joined" : "joined elsewhere";
}

/** @returns the channel that was left; `undefined` if the chat is no member */
export async function leave(ports: ChatPorts, chatId: string): Promise<string | undefined> {
  const membership = await ports.members.findByTelegramChat(chatId);
  if (!membership) {
    return undefined;
  }
  await removeTelegramMember(ports, membership, chatId);
  return membership.channelName;
}

/**
 * Follows a group that has become a supergroup with another id. Telegram reports the change in both chats, in any
 * order. A post to the old chat may already have moved the channel.
 */
export async function followGroup(ports: ChatPorts, fromChatId: string, toChatId: string): Promise<void> {
  const channel = await ports.channels.findByHostChat(fromChatId);
  if (!channel) {
    return;
  }
  const outcome = await ports.channels.moveHostChat(channel.channelName, fromChatId, toChatId);
  ports.log.info("a group has become a supergroup", { outcome });
}

/**
 * Returns the identity of a private chat that is a member, and renews the membership.
 * @returns `undefined` if the channel no longer exists
 */
export async function identifyTelegramMember(
  ports: ChatPorts,
  membership: MemberRef & MemberKey,
  memberName: string,
  chatId: string,
): Promise<Identity | undefined> {
  const hostChatId = await ports.channels.findHostChat(membership.channelName);
  if (hostChatId === undefined) {
    return undefined;
  }
  const member = await ports.members.addTelegramMember(membership, memberName, chatId);
  const { channelName, memberId, tag } = member;
  return { channelName, memberId, tag, memberName: member.memberName, hostChatId };
}
