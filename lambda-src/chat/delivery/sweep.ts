import { type Departure, jobKey, jobOf, type Message, memberKeyOf, type OutboxJob } from "../model";
import type { ChatPorts } from "../ports";
import type { PendingRow } from "../stores";
import { announceDepartures } from "../visitors/departures";
import { isAboutToExpire } from "./delivery";
import { batchSize, inBatches } from "./in-batches";
import { isReachable } from "./push-to-sockets";

/**
 * A message that is pending for longer has lost its notification, or waits for Telegram. An unnecessary notification
 * does no harm. A longer time here would delay messages after a crash.
 */
const overdueMilliseconds = 2_000;

/** Time that the sweep reserves for the departures. */
const departuresMilliseconds = 10_000;

/**
 * Notifies the outbox of every conversation with an overdue message, which replaces lost notifications. Then notifies
 * hosts of visitors who have left. A failure does not stop the other parts, and the next sweep repeats the failed part.
 * The sweep notifies while it reads, so that one channel's many pending messages do not use up the time of the others.
 * @param timeLeft milliseconds until the work must stop
 * @returns the number of jobs that were notified
 */
export async function sweep(ports: ChatPorts, timeLeft: () => number): Promise<number> {
  const timeToNotify = () => timeLeft() - departuresMilliseconds;
  const notified = new Set<string>();
  // Only the first message of a waiting conversation is marked as waiting.
  const waiting = new Set<string>();
  const offline = new Map<string, Message>();
  const departures: Departure[] = [];
  const due = new Map<string, OutboxJob>();
  const notify = async (job: OutboxJob) => {
    await ports.outbox.notify(job);
    notified.add(jobKey(job));
  };
  const notifyDue = async () => {
    await inBatches(ports, [...due.values()], notify, timeToNotify);
    due.clear();
  };
  for await (const row of ports.messages.allPending()) {
    if (timeToNotify() <= 0) {
      ports.log.error("a sweep could not read all pending rows", new Error("no time left"));
      break;
    }
    if (row.kind === "departure") {
      departures.push(row.departure);
    } else {
      const job = jobOfRow(row);
      const key = jobKey(job);
      if (waits(ports, row)) {
        waiting.add(key);
        due.delete(key);
      }
      if (waiting.has(key) || notified.has(key) || !isOverdue(ports, row)) {
        continue;
      }
      if (needsNoVisitor(ports, row)) {
        due.set(key, job);
      } else if (row.kind === "message") {
        offline.set(key, row.message);
      }
    }
    if (due.size >= batchSize) {
      await notifyDue();
    }
  }
  await notifyDue();
  const maybeOnline = [...offline].flatMap(([key, message]) =>
    notified.has(key) || waiting.has(key) ? [] : [message],
  );
  // The start is random, so that each sweep reaches other messages if there is no time for all of them.
  const start = Math.floor(ports.random() * maybeOnline.length);
  await inBatches(
    ports,
    [...maybeOnline.slice(start), ...maybeOnline.slice(0, start)],
    async (message) => {
      const member = await ports.members.find(memberKeyOf(message));
      // A message to an offline visitor is pending until the next JOIN. If the visitor is online, the notification was
      // lost.
      if (member && isReachable(member)) {
        await notify(jobOf(message));
      }
    },
    timeToNotify,
  );
  await announceDepartures(ports, departures, timeLeft);
  return notified.size;
}

/** A row whose job the outbox runs. */
type JobRow = Extract<PendingRow, { kind: "message" | "erasure" }>;

function jobOfRow(row: JobRow): OutboxJob {
  if (row.kind === "message") {
    return jobOf(row.message);
  }
  const { channelName, memberId } = row.erasure;
  return { to: "erasure", channelName, memberId };
}

/**
 * Returns whether a row waits for Telegram. A message that is about to expire does not wait, because it is given up.
 */
function waits(ports: ChatPorts, row: JobRow): boolean {
  return row.kind === "message" && row.waitsUntil > ports.now() && !isAboutToExpire(row.message, ports);
}

function isOverdue({ now }: Pick<ChatPorts, "now">, row: JobRow): boolean {
  const since = row.kind === "erasure" ? row.erasure.since : row.message.storedAt;
  return since < new Date(now() - overdueMilliseconds).toISOString();
}

/** Returns whether a row's job does something even if its visitor is offline. */
function needsNoVisitor(ports: ChatPorts, row: JobRow): boolean {
  if (row.kind === "erasure") {
    return true;
  }
  return row.message.direction === "toHost" || isAboutToExpire(row.message, ports);
}
