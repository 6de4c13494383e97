import type { Member, MemberKey } from "../model";
import type { ChatPorts } from "../ports";

/**
 * Removes a closed socket from its member. If it was the last socket, stores a departure. Either `$disconnect` or a
 * failed push may detect the end first. The call may be repeated, because its response may have been lost.
 */
export async function removeSocket(
  ports: Pick<ChatPorts, "members" | "messages" | "now">,
  key: MemberKey,
  connectionId: string,
  hostChatId: string,
): Promise<void> {
  const member = (await ports.members.removeSocket(key, connectionId)) ?? (await ports.members.find(key));
  if (member) {
    await noteDeparture(ports, member, hostChatId);
  }
}

/** Stores the departure of a visitor whom the host knows. The sweep notifies the host if the visitor stays offline. */
async function noteDeparture(
  ports: Pick<ChatPorts, "messages" | "now">,
  { channelName, memberId, memberName, tag, sockets, present }: Member,
  hostChatId: string,
): Promise<void> {
  if (sockets.length > 0 || !present) {
    return;
  }
  const leftAt = new Date(ports.now()).toISOString();
  await ports.messages.noteDeparture({
    member: { channelName, memberId },
    memberName,
    tag,
    hostChatId,
    leftAt,
  });
}
