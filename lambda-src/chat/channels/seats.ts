import { randomUUID } from "node:crypto";
import { isChannelName } from "@kite-chat/protocol";
import type { Identity, MemberKey, MemberRef } from "../model";
import type { ChatPorts } from "../ports";
import { newTag } from "../visitors/tag";
import { eraseMember } from "./dropping";

export type SeatOutcome = "joined" | "bad name" | "unknown channel" | "sits elsewhere" | "hosts";

/** Gives a private chat of Telegram a seat in a channel: who writes there is a visitor like any other. */
export async function takeSeat(
  ports: ChatPorts,
  channelName: string,
  chatId: string,
  memberName: string,
): Promise<SeatOutcome> {
  if (!isChannelName(channelName)) return "bad name";
  if (await ports.channels.findByHostChat(chatId)) return "hosts";
  const seated = await ports.members.findSeated(chatId);
  if (seated && seated.channelName !== channelName) return "sits elsewhere";
  if ((await ports.channels.findHostChat(channelName)) === undefined) return "unknown channel";
  // A random id: one made of the chat's would let anybody on the web speak as this member.
  const member = await ports.members.seat(
    seated ?? { channelName, memberId: randomUUID(), tag: newTag() },
    memberName,
    chatId,
  );
  return member.channelName === channelName ? "joined" : "sits elsewhere";
}

/** @returns the channel that was left; `undefined` when there was no seat */
export async function leaveSeat(ports: ChatPorts, chatId: string): Promise<string | undefined> {
  const seated = await ports.members.findSeated(chatId);
  if (!seated) return undefined;
  const member = await ports.members.find(seated);
  if (member) await eraseMember(ports, member);
  else await ports.members.remove(seated, chatId);
  return seated.channelName;
}

/**
 * Who speaks in a private chat; renews the seat.
 * @returns `undefined` when nobody sits there, or the channel is gone
 */
export async function identifySeated(
  ports: ChatPorts,
  seated: MemberRef & MemberKey,
  memberName: string,
  chatId: string,
): Promise<Identity | undefined> {
  const hostChatId = await ports.channels.findHostChat(seated.channelName);
  if (hostChatId === undefined) return undefined;
  const member = await ports.members.seat(seated, memberName, chatId);
  const { channelName, memberId, tag } = member;
  return { channelName, memberId, tag, memberName: member.memberName, hostChatId };
}
