import { type Departure, jobKey, jobOf, type Message, memberKeyOf, type OutboxJob } from "../model";
import type { ChatPorts } from "../ports";
import type { PendingRow } from "../stores";
import { announceDepartures } from "../visitors/departures";
import { isAboutToExpire } from "./delivery";
import { batchSize, inBatches } from "./in-batches";
import { isReachable } from "./push-to-sockets";

/**
 * A message that is pending longer than a notification takes was not notified, or waits for Telegram. One
 * notification too many harms nobody; a long time here would be a long wait after a crash.
 */
const overdueMilliseconds = 2_000;

/** Time that the sweep keeps for the departures. */
const departuresMilliseconds = 10_000;

/**
 * Notifies the outbox of every conversation with an overdue message: makes good any notification that was lost.
 * Then tells hosts which visitors have left. One fault stops nothing else; the next sweep makes it good. It notifies
 * while it reads, so that what one channel keeps pending does not use up the time of those before it.
 * @param timeLeft milliseconds until the work must stop
 * @returns how many jobs were notified
 */
export async function sweep(ports: ChatPorts, timeLeft: () => number): Promise<number> {
  const timeToNotify = () => timeLeft() - departuresMilliseconds;
  const notified = new Set<string>();
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
      ports.log.error("a sweep could not read all that is pending", new Error("no time left"));
      break;
    }
    if (row.kind === "departure") departures.push(row.departure);
    else {
      const job = overdueJob(ports, row);
      if (job && !notified.has(jobKey(job))) due.set(jobKey(job), job);
      else if (!job && row.kind === "message" && isOverdue(ports, row)) {
        offline.set(jobKey(jobOf(row.message)), row.message);
      }
    }
    if (due.size >= batchSize) await notifyDue();
  }
  await notifyDue();
  await inBatches(
    ports,
    [...offline].flatMap(([key, message]) => (notified.has(key) ? [] : [message])),
    async (message) => {
      const member = await ports.members.find(memberKeyOf(message));
      // A message to a visitor is pending until the next JOIN; one who is there should have it.
      if (member && isReachable(member)) await notify(jobOf(message));
    },
    timeToNotify,
  );
  await announceDepartures(ports, departures, timeLeft);
  return notified.size;
}

/** The job of what is overdue and needs no visitor to be there. */
function overdueJob(
  ports: ChatPorts,
  row: Extract<PendingRow, { kind: "message" | "drop" }>,
): OutboxJob | undefined {
  if (!isOverdue(ports, row)) return undefined;
  if (row.kind === "drop") return { to: "drop", channelName: row.channelName };
  const { message } = row;
  return message.direction === "toHost" || isAboutToExpire(message, ports) ? jobOf(message) : undefined;
}

function isOverdue(ports: ChatPorts, row: Extract<PendingRow, { kind: "message" | "drop" }>): boolean {
  const before = new Date(ports.now() - overdueMilliseconds).toISOString();
  return row.kind === "drop"
    ? row.since < before
    : row.message.storedAt < before && row.waitsUntil <= ports.now();
}
