import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Arrival, Member, MemberKey, MemberRef } from "../chat/model";
import type { MemberStore } from "../chat/stores";
import { newTag } from "../chat/visitors/tag";
import { channelMembers } from "./channel-members";
import { days, isLive, secondsFrom } from "./expiry";
import { type FrameLimits, frameCounter, pastDayAttributes } from "./frame-counter";
import { type MemberVisit, makeMember, memberOf, memberRowKey, newMemberRow, tagRowKey } from "./member-row";
import { type Row, type Table, table } from "./table";
import { telegramMembershipKeyOf, telegramMemberships } from "./telegram-membership";

export interface MemberStoreSettings {
  readonly tableName: string;
  readonly retentionDays: number;
  readonly limits: FrameLimits;
}

/**
 * Stores a row for each visitor of a channel, by tag. A small row contains the tag of each memberId, so that reads by
 * tag and reads by memberId are both consistent. An index lists the keys of a channel's members.
 */
export function memberStore(
  client: DynamoDBDocumentClient,
  { tableName, retentionDays, limits }: MemberStoreSettings,
  now: () => number,
): MemberStore {
  const rows = table(client, tableName);
  const keyOf = (member: MemberKey) => ({ memberKey: memberRowKey(member) });
  const tagKeyOf = (member: MemberRef) => ({ memberKey: tagRowKey(member) });
  /** Updates the row of a member, if it exists. */
  const change = (member: MemberKey, expression: string, values?: Row, returns?: "ALL_NEW") =>
    rows.update(keyOf(member), expression, {
      condition: "attribute_exists(memberKey)",
      values,
      returns,
    });
  // A member is stored a day longer than messages, so that an answer to a message that is about to expire finds its
  // visitor.
  const lifetimeSeconds = days(retentionDays + 1);
  // A tag is stored longer than the member's row, so that a member never has two tags.
  const tagLifetimeSeconds = lifetimeSeconds + days(1);
  const visitOf = (memberName: string | null): MemberVisit => ({
    memberName: memberName ?? "",
    expiresAt: secondsFrom(now(), lifetimeSeconds),
  });

  return {
    ...telegramMemberships(rows, visitOf, now),
    ...channelMembers(client, tableName, now),
    countFrame: frameCounter(rows, limits, now),

    async tagOf(member) {
      // One request reads the tag, or writes the tag of a new member. Two JOINs at the same moment get the same tag.
      const expression = "SET tag = if_not_exists(tag, :tag), expiresAt = :expiresAt";
      const values = { tag: newTag(member), expiresAt: secondsFrom(now(), tagLifetimeSeconds) };
      const { row } = await rows.update(tagKeyOf(member), expression, { values, returns: "ALL_NEW" });
      return String(row?.tag);
    },

    async join(member, memberName, arrival) {
      const visit = visitOf(memberName);
      const add = () => addSocket(rows, member, visit, arrival, now());
      const back = await add();
      if (back) {
        await forgetMany(rows, back.member);
        return back;
      }
      const made = await makeMember(
        rows,
        newMemberRow(member, visit, { [arrival.connectionId]: now() }),
        now(),
      );
      if (made) {
        return { member: made, isNew: true };
      }
      // Two first JOINs ran at the same moment, and the other one has created the member.
      const other = await add();
      if (other) {
        return other;
      }
      // Another member of the channel has the same tag, which happens once in millions. The next JOIN gets a new tag.
      await rows.update(tagKeyOf(member), "SET tag = :fresh", {
        condition: "tag = :tag",
        values: { tag: member.tag, fresh: newTag(member) },
      });
      throw new Error("A member's tag belongs to another member.");
    },

    async find(member) {
      const item = await rows.get(keyOf(member));
      return isLive(item, now()) ? memberOf(item) : undefined;
    },

    async removeSocket(member, connectionId) {
      const expression = "REMOVE sockets.#socket DELETE resendTo :resendTo";
      const { row } = await rows.update(keyOf(member), expression, {
        condition: "attribute_exists(sockets.#socket)",
        names: { socket: connectionId },
        values: { resendTo: new Set([connectionId]) },
        returns: "ALL_NEW",
      });
      return row && memberOf(row);
    },

    async noteWait(member, waitsUntil) {
      await change(member, "SET waitsUntil = :waitsUntil", { waitsUntil });
    },

    async noteAbsence(member) {
      await change(member, "REMOVE present");
    },

    async fillMailbox(member) {
      const values = { mailbox: randomUUID(), expiresAt: secondsFrom(now(), lifetimeSeconds) };
      const expression = "SET mailbox = :mailbox, expiresAt = :expiresAt";
      const { row } = await change(member, expression, values, "ALL_NEW");
      if (!row) {
        return undefined;
      }
      const filled = memberOf(row);
      await rows.update(tagKeyOf(filled), "SET expiresAt = :expiresAt", {
        condition: "attribute_exists(memberKey)",
        values: { expiresAt: secondsFrom(now(), tagLifetimeSeconds) },
      });
      return filled;
    },

    async resend(member, connectionIds, since) {
      await change(
        member,
        "SET mailbox = :mailbox, resendFrom = if_not_exists(resendFrom, :since) ADD resendTo :connectionIds",
        { mailbox: randomUUID(), since, connectionIds: new Set(connectionIds) },
      );
    },

    async emptyMailbox({ mailbox, resendTo, resendFrom, sockets, heard, ...member }) {
      if (mailbox === undefined) {
        return;
      }
      const isOwed = resendTo.length > 0;
      // After everything was pushed again, the times of closed sockets are removed, so that the next JOIN does not get
      // the same messages again. Otherwise they stay, so that the next JOIN gets the messages that a closed socket may
      // have lost.
      const gone = resendFrom === undefined ? [] : goneSockets({ sockets, heard });
      const { paths, names } = heardPaths(gone);
      const expression = `REMOVE ${["mailbox", "resendTo", "resendFrom", ...paths].join(", ")}`;
      await rows.update(keyOf(member), expression, {
        condition: `mailbox = :mailbox AND ${isOwed ? "resendTo = :resendTo" : "attribute_not_exists(resendTo)"}`,
        values: { mailbox, ...(isOwed && { resendTo: new Set(resendTo) }) },
        names,
      });
    },

    async remove(member, telegramChatId) {
      await rows.delete(keyOf(member));
      await rows.delete(tagKeyOf(member));
      if (telegramChatId !== undefined) {
        await rows.delete({ memberKey: telegramMembershipKeyOf(telegramChatId) });
      }
    },
  };
}

/**
 * Maximum number of closed sockets for which a row stores the time of the last frame. The limit keeps the row small if
 * a client reconnects again and again.
 */
const goneMax = 10;

/** If too many sockets have closed, replaces the times of their last frames with the earliest one. */
async function forgetMany(rows: Table, member: Member): Promise<void> {
  const { heard, resendFrom } = member;
  const gone = goneSockets(member);
  if (gone.length <= goneMax || resendFrom === undefined) {
    return;
  }
  const { paths, names } = heardPaths(gone);
  const earliest = Math.min(resendFrom, ...gone.map((it) => heard[it] ?? resendFrom));
  await rows.update(
    { memberKey: memberRowKey(member) },
    `SET resendFrom = :earliest REMOVE ${paths.join(", ")}`,
    { condition: "resendFrom = :resendFrom", names, values: { earliest, resendFrom } },
  );
}

function goneSockets({ sockets, heard }: Pick<Member, "sockets" | "heard">): readonly string[] {
  return Object.keys(heard).filter((connectionId) => !sockets.includes(connectionId));
}

/**
 * Returns the paths of the attributes with the time of some sockets' last frames, and the names in these paths, for an
 * expression. There are no names without a socket.
 */
function heardPaths(connectionIds: readonly string[]) {
  return {
    paths: connectionIds.map((_, index) => `heard.#gone${index}`),
    ...(connectionIds.length > 0 && {
      names: Object.fromEntries(connectionIds.map((it, index) => [`gone${index}`, it])),
    }),
  };
}

/** @returns `undefined` if the member does not exist or has expired */
async function addSocket(
  rows: Table,
  { memberId, ...member }: MemberRef & MemberKey,
  { memberName, expiresAt }: MemberVisit,
  { connectionId, receivedAt }: Arrival,
  time: number,
): Promise<{ readonly member: Member; readonly isNew: false } | undefined> {
  const set = [
    "sockets.#socket = :time",
    "heard.#socket = :receivedAt",
    "expiresAt = :expiresAt",
    "memberName = :memberName",
    "lastJoined = :connectionId",
    "mailbox = if_not_exists(mailbox, :mailbox)",
    // The messages for an earlier JOIN are still outstanding if its socket closed before it received them.
    "resendFrom = if_not_exists(resendFrom, :time)",
  ].join(", ");
  const past = pastDayAttributes(time, 8).join(", ");
  const expression = `SET ${set} REMOVE ${past} ADD resendTo :resendTo`;
  const { row } = await rows.update({ memberKey: memberRowKey(member) }, expression, {
    // An expired visitor counts as removed, even while the row still exists.
    condition: "memberId = :memberId AND attribute_exists(sockets) AND expiresAt > :seconds",
    names: { socket: connectionId },
    values: {
      time,
      receivedAt,
      seconds: time / 1000,
      expiresAt,
      memberId,
      memberName,
      connectionId,
      mailbox: randomUUID(),
      resendTo: new Set([connectionId]),
    },
    returns: "ALL_NEW",
  });
  return row && { member: memberOf(row), isNew: false };
}
