import type { Member, MemberRef } from "../chat/model";
import { displayName } from "../chat/names";
import { newTag } from "../chat/tag";

/** The key of a member's row. */
export function memberKeyOf({ channelName, memberId }: MemberRef): string {
  return `${channelName}/${memberId}`;
}

/** The key by which a host's reply finds its member. */
export function tagKeyOf(channelName: string, tag: string): string {
  return `${channelName}#${tag}`;
}

/** What may differ when a member is made, or comes again. */
export interface MemberVisit {
  readonly memberName: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** The row of a new member. */
export function newMemberRow(
  { channelName, memberId }: MemberRef,
  visit: MemberVisit,
  sockets: Readonly<Record<string, number>>,
): Record<string, unknown> {
  const tag = newTag();
  const memberKey = memberKeyOf({ channelName, memberId });
  return { memberKey, channelName, memberId, tag, tagKey: tagKeyOf(channelName, tag), sockets, ...visit };
}

/** Reads a member's row. */
export function memberOf(item: Readonly<Record<string, unknown>>): Member {
  const tag = String(item.tag);
  const sockets = Object.entries((item.sockets ?? {}) as Record<string, number>);
  return {
    channelName: String(item.channelName),
    memberId: String(item.memberId),
    memberName: displayName(String(item.memberName ?? ""), tag),
    tag,
    sockets: sockets.sort(([, a], [, b]) => a - b).map(([connectionId]) => connectionId),
    present: item.present === true,
    telegramChatId: item.telegramChatId === undefined ? undefined : String(item.telegramChatId),
    mailbox: item.mailbox === undefined ? undefined : String(item.mailbox),
  };
}
