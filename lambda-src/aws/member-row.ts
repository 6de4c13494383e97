import type { Member, MemberKey, MemberRef } from "../chat/model";
import { displayName } from "../chat/visitors/names";
import type { Row, Table } from "./table";

/** Returns the key of a member's row. */
export function memberRowKey({ channelName, tag }: MemberKey): string {
  return `${channelName}/${tag}`;
}

/**
 * Returns the key of the row that maps a memberId to its tag. No member's row has this key, because a channel's name
 * contains no `#`.
 */
export function tagRowKey({ channelName, memberId }: MemberRef): string {
  return `id#${channelName}/${memberId}`;
}

/** Represents the attributes that each visit of a member may change. */
export interface MemberVisit {
  readonly memberName: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Returns the row of a new member.
 * @param sockets time of the JOIN of each socket, by connectionId
 */
export function newMemberRow(
  { channelName, memberId, tag }: MemberRef & MemberKey,
  visit: MemberVisit,
  sockets: Readonly<Record<string, number>>,
): Record<string, unknown> {
  const memberKey = memberRowKey({ channelName, tag });
  return { memberKey, channelName, memberId, tag, sockets, heard: sockets, ...visit };
}

/**
 * Stores the row of a new member.
 * @returns `undefined` if the member exists already
 */
export async function makeMember(rows: Table, item: Row, time: number): Promise<Member | undefined> {
  const { row } = await rows.put(item, {
    condition: "attribute_not_exists(memberKey) OR expiresAt <= :seconds",
    values: { seconds: time / 1000 },
  });
  return row && memberOf(item);
}

/** Reads a member's row. */
export function memberOf(item: Readonly<Record<string, unknown>>): Member {
  const text = (name: string) => (item[name] === undefined ? undefined : String(item[name]));
  const tag = String(item.tag);
  const sockets = Object.entries((item.sockets ?? {}) as Record<string, number>).sort(
    ([, a], [, b]) => a - b,
  );
  return {
    channelName: String(item.channelName),
    memberId: String(item.memberId),
    memberName: displayName(String(item.memberName ?? ""), tag),
    tag,
    sockets: sockets.map(([connectionId]) => connectionId),
    joinedAt: sockets.at(-1)?.[1],
    present: item.present === true,
    telegramChatId: text("telegramChatId"),
    mailbox: text("mailbox"),
    resendTo: [...((item.resendTo ?? []) as Iterable<string>)],
    resendFrom: typeof item.resendFrom === "number" ? item.resendFrom : undefined,
    lastJoined: text("lastJoined"),
    heard: (item.heard ?? {}) as Readonly<Record<string, number>>,
  };
}
