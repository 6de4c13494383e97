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
 * Counts frames in the member's row, all in one request: the rate in `framesUntil`, the day's messages in an attribute
 * named after the day, and when the socket was heard. Yesterday's attribute is removed with the first message of today.
 */
export function frameCounter(
  rows: Table,
  { frames, messagesPerDay }: FrameLimits,
  now: () => number,
): MemberStore["countFrame"] {
  return async (member: MemberKey, { kibibytes, mebibytes = 0, receivedAt, connectionId }) => {
    const time = now();
    const isMessage = kibibytes > 0;
    const isHeard = receivedAt !== undefined && connectionId !== undefined;
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
          isHeard ? ", heard.#socket = :receivedAt" : "",
          isMessage ? ", present = :present" : "",
          counts ? ", #today = if_not_exists(#today, :zero) + :size REMOVE #yesterday" : "",
        ].join(""),
        conditions: [
          "expiresAt > :seconds",
          ...(counts ? ["(attribute_not_exists(#today) OR #today <= :room)"] : []),
        ],
        names: { ...(counts && { today, yesterday }), ...(isHeard && { socket: connectionId }) },
        values: {
          seconds,
          ...(isHeard && { receivedAt }),
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
