import type { MemberKey } from "../chat/model";
import type { MemberStore } from "../chat/stores";
import { memberRowKey } from "./member-row";
import type { Table } from "./table";
import { type BucketLimit, takeToken } from "./token-bucket";

export interface FrameLimits {
  readonly frames: BucketLimit;
  /**
   * Messages that a member may send in a UTC day. An offered upload counts as one message for each started mebibyte. An
   * upload that alone exceeds the limit counts as the whole limit.
   */
  readonly messagesPerDay: number;
  /** Maximum size of these messages in the table, in bytes. */
  readonly bytesPerDay: number;
}

const dayMilliseconds = 24 * 3600 * 1000;

/**
 * Counts a frame in the member's row. The write that takes a token of the bucket in `framesUntil` also updates the day's
 * messages and their bytes, in attributes named after the day, and the time of the socket's last frame. The first message
 * of a day removes the attributes of the day before.
 */
export function frameCounter(
  rows: Table,
  { frames, messagesPerDay, bytesPerDay }: FrameLimits,
  now: () => number,
): MemberStore["countFrame"] {
  return async (member: MemberKey, { bytes, mebibytes = 0, receivedAt, connectionId }) => {
    const time = now();
    const isMessage = bytes > 0;
    const isHeard = receivedAt !== undefined && connectionId !== undefined;
    const size = Math.min(mebibytes + (isMessage ? 1 : 0), messagesPerDay);
    const room = messagesPerDay - size;
    const bytesRoom = bytesPerDay - bytes;
    const counts = size > 0;
    const seconds = time / 1000;
    const [today, yesterday] = [dayAttributes(time), dayAttributes(time, -1)];
    const result = await takeToken(
      rows,
      {
        key: { memberKey: memberRowKey(member) },
        attribute: "framesUntil",
        more: [
          isHeard ? ", heard.#socket = :receivedAt" : "",
          isMessage ? ", present = :present" : "",
          counts ? `, ${added("today", "size")}, ${added("bytesToday", "bytes")} ${removed}` : "",
        ].join(""),
        conditions: [
          "expiresAt > :seconds",
          ...(counts ? [hasRoom("today", "room"), hasRoom("bytesToday", "bytesRoom")] : []),
        ],
        names: {
          ...(counts && {
            today: today.messages,
            bytesToday: today.bytes,
            yesterday: yesterday.messages,
            bytesYesterday: yesterday.bytes,
          }),
          ...(isHeard && { socket: connectionId }),
        },
        values: {
          seconds,
          ...(isHeard && { receivedAt }),
          ...(isMessage && { present: true }),
          ...(counts && { zero: 0, size, room, bytes, bytesRoom }),
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
    const isFull = Number(item[today.messages] ?? 0) > room || Number(item[today.bytes] ?? 0) > bytesRoom;
    if (counts && isFull) {
      const retryAfterMilliseconds = dayMilliseconds - (time % dayMilliseconds);
      return { allowed: false, reason: "day is full", retryAfterMilliseconds };
    }
    // A wait of zero means that another frame took the token meanwhile, so a retry will succeed.
    return { allowed: false, reason: "too many", retryAfterMilliseconds: waitMilliseconds };
  };
}

/** Returns the names of past days' attributes, which a JOIN removes. */
export function pastDayAttributes(time: number, days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) => Object.values(dayAttributes(time, -1 - index))).flat();
}

function dayAttributes(time: number, days = 0) {
  const day = Math.floor(time / dayMilliseconds) + days;
  return { messages: `messages${day}`, bytes: `bytes${day}` };
}

const removed = "REMOVE #yesterday, #bytesYesterday";

function added(name: string, value: string): string {
  return `#${name} = if_not_exists(#${name}, :zero) + :${value}`;
}

function hasRoom(name: string, room: string): string {
  return `(attribute_not_exists(#${name}) OR #${name} <= :${room})`;
}
