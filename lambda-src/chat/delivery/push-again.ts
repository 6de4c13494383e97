import type { Member } from "../model";
import type { ChatPorts, PushResult } from "../ports";
import type { DeliveryTimes } from "../stores";
import { removeSocket } from "../visitors/remove-socket";
import { messageMilliseconds, resendMilliseconds } from "./delivery";
import { pushMessage } from "./push-message";

/** The maximum difference between the clocks of the gateway and of a function. */
const clockSkewMilliseconds = 1_000;

/**
 * Pushes the messages that an earlier socket may have lost to each socket that has joined since. A message can be lost
 * because API Gateway accepts a push to a connection whose client has vanished. A message that was pushed before a
 * socket's last frame has certainly arrived at that socket. If the socket that joined last is gone, the messages wait
 * for the next JOIN, because an older socket may be the one that loses messages.
 * @returns whether no message must be pushed again, and the connectionIds of the sockets for which the push must be
 *   retried
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
 * Returns whether an open socket has sent a frame since it received all messages to push again, or there are no such
 * messages. If a page is opened and closed immediately while another page is open, no message is therefore pushed
 * again.
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
