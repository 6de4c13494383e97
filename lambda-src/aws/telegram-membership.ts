import type { Member, MemberKey, MemberRef } from "../chat/model";
import type { MemberStore } from "../chat/stores";
import { isLive } from "./expiry";
import { pastDayAttributes } from "./frame-counter";
import { type MemberVisit, makeMember, memberOf, memberRowKey, newMemberRow } from "./member-row";
import { rowMet, type Table } from "./table";

/** Returns the key of the row with the member of a private chat. A channel's name contains no `#`. */
export function telegramMembershipKeyOf(telegramChatId: string): string {
  return `telegram#${telegramChatId}`;
}

/** Stores members who write in a private Telegram chat. A second row contains the member of each chat. */
export function telegramMemberships(
  rows: Table,
  visitOf: (memberName: string) => MemberVisit,
  now: () => number,
): Pick<MemberStore, "addTelegramMember" | "findByTelegramChat"> {
  return {
    async addTelegramMember(member, memberName, telegramChatId) {
      const visit = visitOf(memberName);
      const time = now();
      const membership = await claim(rows, member, visit, telegramChatId, time);
      const added =
        (await renew(rows, membership, visit, time)) ??
        (await makeMember(rows, { ...newMemberRow(membership, visit, {}), telegramChatId }, time)) ??
        (await renew(rows, membership, visit, time));
      if (added) {
        return added;
      }
      throw new Error("A member who writes in Telegram was neither found nor created.");
    },

    async findByTelegramChat(telegramChatId) {
      const item = await rows.get({ memberKey: telegramMembershipKeyOf(telegramChatId) });
      return isLive(item, now()) ? membershipIn(item) : undefined;
    },
  };
}

/** @returns the member of the chat; not the given one if another member joined at the same moment */
async function claim(
  rows: Table,
  member: MemberRef & MemberKey,
  { expiresAt }: MemberVisit,
  telegramChatId: string,
  time: number,
): Promise<MemberRef & MemberKey> {
  const { channelName, memberId, tag } = member;
  const written = await rows.update(
    { memberKey: telegramMembershipKeyOf(telegramChatId) },
    "SET seatChannelName = :channelName, seatMemberId = :memberId, seatTag = :tag, expiresAt = :expiresAt",
    {
      condition:
        "attribute_not_exists(memberKey) OR expiresAt <= :now OR (seatChannelName = :channelName AND seatMemberId = :memberId)",
      values: { channelName, memberId, tag, expiresAt, now: time / 1000 },
    },
  );
  return written.row ? member : membershipIn(rowMet(written));
}

/** The attributes keep their old names, because stored rows use them. */
function membershipIn(item: Readonly<Record<string, unknown>>): MemberRef & MemberKey {
  const { seatChannelName, seatMemberId, seatTag } = item;
  return { channelName: String(seatChannelName), memberId: String(seatMemberId), tag: String(seatTag) };
}

/** @returns `undefined` if the member does not exist or has expired */
async function renew(
  rows: Table,
  member: MemberKey,
  { memberName, expiresAt }: MemberVisit,
  time: number,
): Promise<Member | undefined> {
  // Like a JOIN, this removes the counts of all past days. The counter removes only yesterday's counts, which do not
  // exist if a member writes every other day.
  const past = pastDayAttributes(time, 8).join(", ");
  const expression = `SET memberName = :memberName, expiresAt = :expiresAt REMOVE ${past}`;
  const { row } = await rows.update({ memberKey: memberRowKey(member) }, expression, {
    condition: "attribute_exists(telegramChatId) AND expiresAt > :now",
    values: { memberName, expiresAt, now: time / 1000 },
    returns: "ALL_NEW",
  });
  return row && memberOf(row);
}
