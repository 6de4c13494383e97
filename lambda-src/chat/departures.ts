import type { ChatPorts } from "./ports";

/** A visitor who is gone this long has left: a page that is reloaded is no departure. */
const departureMilliseconds = 60_000;

/** Tells the host, quietly, which visitors have left; one who is back has not. */
export async function announceDepartures(ports: ChatPorts, channelName: string): Promise<void> {
  const before = new Date(ports.now() - departureMilliseconds).toISOString();
  for (const departure of await ports.messages.departures(channelName, before)) {
    const member = await ports.members.find(departure.member);
    if (member?.present && member.sockets.length === 0) {
      // A notice gives way: when it cannot be shown now it is not shown at all.
      await ports.host.announce(departure.hostChatId, departure, "left");
      await ports.members.noteAbsence(departure.member);
    }
    await ports.messages.settleDeparture(departure);
  }
}
