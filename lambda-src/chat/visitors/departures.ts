import { inBatches } from "../delivery/in-batches";
import { type Departure, memberKeyOf } from "../model";
import type { ChatPorts } from "../ports";
import * as texts from "../texts/english";

/** Time after which an offline visitor counts as having left. A page reload is not a departure. */
const departureMilliseconds = 60_000;

/** Maximum number of names in one notice. Further visitors are only counted. */
const namesMax = 20;

/** Deadline for the notice of one chat. */
const noticeMilliseconds = 5_000;

/** Minimum time for one chat: a notice, and the writes after the notice. */
const chatMilliseconds = noticeMilliseconds + 2_000;

/**
 * Notifies hosts of visitors who have left, silently and with one notice for each chat. Skips visitors who have come
 * back. Chats are notified in parallel, so that a slow chat does not delay the others. A notice that cannot be shown
 * now is dropped. Departures for which there is no time stay for the next sweep.
 * @param timeLeft milliseconds until the work must stop
 */
export async function announceDepartures(
  ports: ChatPorts,
  departures: readonly Departure[],
  timeLeft: () => number,
): Promise<void> {
  const before = new Date(ports.now() - departureMilliseconds).toISOString();
  const due = departures.filter(({ leftAt }) => leftAt < before);
  const chats = byChat(due);
  const timeToBegin = () => timeLeft() - chatMilliseconds;
  await inBatches(ports, chats, (group) => announce(ports, group, timeToBegin), timeToBegin);
}

/** @param timeToBegin milliseconds in which further members may be read */
async function announce(
  ports: ChatPorts,
  departures: readonly [Departure, ...Departure[]],
  timeToBegin: () => number,
): Promise<void> {
  const checked: Departure[] = [];
  const gone: Departure[] = [];
  await inBatches(
    ports,
    departures,
    async (departure) => {
      const member = await ports.members.find(memberKeyOf(departure));
      checked.push(departure);
      if (member?.present && member.sockets.length === 0) {
        gone.push(departure);
      }
    },
    timeToBegin,
  );
  const text = noticeOf(gone);
  if (text !== undefined) {
    const [{ hostChatId }] = departures;
    await ports.host.notify(hostChatId, text, { silent: true, timeLeft: () => noticeMilliseconds });
  }
  await Promise.all(gone.map((departure) => ports.members.noteAbsence(memberKeyOf(departure))));
  await Promise.all(checked.map((departure) => ports.messages.settleDeparture(departure)));
}

/**
 * Returns a notice. A notice about a single visitor starts with the tag, so that a reply to the notice finds the
 * visitor.
 */
function noticeOf(gone: readonly Departure[]): string | undefined {
  const [only, ...others] = gone;
  if (!only) {
    return undefined;
  }
  if (others.length === 0) {
    return texts.hostNotices.left(only);
  }
  return texts.hostNotices.severalLeft(gone.slice(0, namesMax), Math.max(0, gone.length - namesMax));
}

function byChat(departures: readonly Departure[]): readonly (readonly [Departure, ...Departure[]])[] {
  const groups = new Map<string, [Departure, ...Departure[]]>();
  for (const departure of departures) {
    const group = groups.get(departure.hostChatId);
    if (group) {
      group.push(departure);
    } else {
      groups.set(departure.hostChatId, [departure]);
    }
  }
  return [...groups.values()];
}
