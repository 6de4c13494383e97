import { inBatches } from "../delivery/in-batches";
import { type Departure, memberKeyOf } from "../model";
import type { ChatPorts } from "../ports";
import * as texts from "../texts/english";

/** A visitor who is offline this long has left: a page that is reloaded is no departure. */
const departureMilliseconds = 60_000;

/** Names in one notice; more are only counted. */
const namesMax = 20;

/** How long the notice of one chat may take. */
const noticeMilliseconds = 5_000;

/** Time that a chat needs at least: a notice, and what is stored afterwards. */
const chatMilliseconds = noticeMilliseconds + 2_000;

/**
 * Tells hosts, quietly and with one notice a chat, which visitors have left; one who is back has not. Chats are notified
 * at once, so that one that hangs holds up no other. A notice gives way: when it cannot be shown now it is not shown at
 * all. What there is no time for stays for the next sweep.
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

/** A notice about one visitor starts with the tag, so that a reply to it finds the visitor. */
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
