import type { MemberKey } from "../chat/model";
import type { MemberStore } from "../chat/stores";
import { memberRowKey } from "./member-row";
import type { Table } from "./table";
import { type BucketLimit, takeToken } from "./token-bucket";

export interface FrameLimits {
  readonly frames: BucketLimit;
  /**
   * Messages that a member may send in a UTC day. A message counts once for each started kibibyte that it stores, and
   * an offered upload once for each started mebibyte. One that is larger than the whole day counts for the day.
   */
  readonly messagesPerDay: number;
}

const dayMilliseconds = 24 * 3600 * 1000;

/**
 * Counts frames in the member's row, with one request: the rate in `framesUntil`, the day's messages in an attribute
 * named after the day, and the time and socket of the last frame. The first message of a day removes yesterday's
 * attribute.
 */
export function frameCounter(
  rows: Table,
  { frames, messagesPerDay }: FrameLimits,
  now: () => number,
): MemberStore["countFrame"] {
  return async (member: MemberKey, { kibibytes, mebibytes = 0, receivedAt, connectionId }) => {
    const time = now();
    const isMessage = kibibytes > 0;
    const size = Math.min(kibibytes + mebibytes, messagesPerDay);
    const room = messagesPerDay - size;
    const counts = size > 0;
    const seconds = time / 1000;
    const [today, yesterday] = [dayAttribute(time), dayAttribute(time, -1)];
    const result = await takeToken(
      rows,
      {
        key: { memberKey: memberRowKey(member) },
        attribute: "framesUntil",
        more: [
          receivedAt === undefined ? "" : ", heardAt = :heardAt",
          connectionId === undefined ? "" : ", heardBy = :heardBy",
          isMessage ? ", present = :present" : "",
          counts ? ", #today = if_not_exists(#today, :zero) + :size REMOVE #yesterday" : "",
        ].join(""),
        conditions: [
          "expiresAt > :seconds",
          ...(counts ? ["(attribute_not_exists(#today) OR #today <= :room)"] : []),
        ],
        ...(counts && { names: { today, yesterday } }),
        values: {
          seconds,
          ...(receivedAt !== undefined && { heardAt: receivedAt }),
          ...(connectionId !== undefined && { heardBy: connectionId }),
          ...(isMessage && { present: true }),
          ...(counts && { zero: 0, size, room }),
        },
      },
      frames,
      time,
    );
    if (result.taken) {
      const { present, waitsUntil = 0 } = result.old;
      return {
        allowed: true,
        firstWords: isMessage && present !== true,
        waitsUntil: Number(waitsUntil),
      };
    }
    const { item, waitMilliseconds } = result;
    if (!item || Number(item.expiresAt) <= seconds) {
      return { allowed: false, reason: "unknown member" };
    }
    if (counts && Number(item[today] ?? 0) > room) {
      const retryAfterMilliseconds = dayMilliseconds - (time % dayMilliseconds);
      return { allowed: false, reason: "day is full", retryAfterMilliseconds };
    }
    // Without a wait, another frame took the token in between, and a retry will find one.
    return { allowed: false, reason: "too many", retryAfterMilliseconds: waitMilliseconds };
  };
}

/** Returns the attributes of past days, which a JOIN removes. */
export function pastDayAttributes(time: number, days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) => dayAttribute(time, -1 - index));
}

function dayAttribute(time: number, days = 0): string {
  return `messages${Math.floor(time / dayMilliseconds) + days}`;
}
