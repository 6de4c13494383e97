import type { Member } from "../model";
import type { ChatPorts, PushResult } from "../ports";
import type { DeliveryTimes } from "../stores";
import { removeSocket } from "../visitors/remove-socket";
import { messageMilliseconds, resendMilliseconds } from "./delivery";
import { pushMessage } from "./push-message";

/** The maximum difference between the clocks of the gateway and of a function. */
const clockSkewMilliseconds = 1_000;

/**
 * Pushes again what an earlier socket may have swallowed, to each socket that has joined since. API Gateway accepts a
 * push to a connection whose other end has vanished. Messages that were pushed before a socket's last frame have certainly arrived there.
 * When the socket that joined last is gone, the rest waits for the next JOIN: an older socket may be the one that
 * swallows.
 * @returns whether nothing is owed any more, and the connectionIds of the sockets to which it is to be tried again
 */
export async function pushAgain(
  ports: ChatPorts,
  member: Member,
  timeLeft: () => number,
): Promise<{ readonly isPaid: boolean; readonly failed: readonly string[] }> {
  const { sockets, resendTo, resendFrom, lastJoined, heard } = member;
  if (resendFrom === undefined) {
    return { isPaid: true, failed: [] };
  }
  const since = {
    first: new Date(ports.now() - resendMilliseconds).toISOString(),
    last: beforeSkew(Math.min(resendFrom, ...Object.values(heard))),
  };
  const open = new Set(sockets);
  const failed: string[] = [];
  let hasNewest = false;
  const joined = sockets.filter((it) => resendTo.includes(it));
  const newest = lastJoined ?? joined.at(-1);
  for (const connectionId of joined) {
    const result = await pushAgainTo(ports, member, connectionId, since, timeLeft);
    if (result === "failed") {
      failed.push(connectionId);
    }
    if (result === "gone") {
      open.delete(connectionId);
    }
    if (result === "sent" && connectionId === newest) {
      hasNewest = true;
    }
  }
  if (failed.length > 0) {
    return { isPaid: false, failed };
  }
  return { isPaid: hasNewest || (await hasArrived(ports, member, since, open)), failed };
}

/** Pushes messages to one socket again. The client drops those that it already has. */
async function pushAgainTo(
  ports: ChatPorts,
  member: Member,
  connectionId: string,
  since: DeliveryTimes,
  timeLeft: () => number,
): Promise<PushResult> {
  for (const message of await ports.messages.deliveredSince(member, since, connectionId)) {
    if (timeLeft() < messageMilliseconds) {
      return "failed";
    }
    const result = await pushMessage(ports, connectionId, message, timeLeft);
    if (result === "gone") {
      await removeSocket(ports, member, connectionId, message.hostChatId);
    }
    if (result !== "sent") {
      return result;
    }
    await ports.messages.noteTaken(message, connectionId);
  }
  return "sent";
}

/**
 * Returns whether an open socket has sent a frame since it received all messages to push again, or nothing was pushed
 * at all. A page that is opened and closed at once while another one is open therefore causes no repeated pushes.
 */
async function hasArrived(
  ports: Pick<ChatPorts, "messages">,
  member: Member,
  since: DeliveryTimes,
  open: ReadonlySet<string>,
): Promise<boolean> {
  const [last] = Object.entries(member.heard)
    .filter(([connectionId]) => open.has(connectionId))
    .sort(([, a], [, b]) => b - a);
  const [heardBy = "", heardAt] = last ?? [];
  const missed = await ports.messages.deliveredSince(member, since, heardBy);
  if (missed.length > 0) {
    return false;
  }
  if (heardAt === undefined) {
    return true;
  }
  const later = { ...since, last: beforeSkew(heardAt) };
  return (await ports.messages.deliveredSince(member, later, "")).length === 0;
}

function beforeSkew(time: number): string {
  return new Date(time - clockSkewMilliseconds).toISOString();
}
