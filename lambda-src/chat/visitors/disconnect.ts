import type { Identity, Member } from "../model";
import type { ChatPorts } from "../ports";

/**
 * Forgets a socket, and nothing but this one: when API Gateway reports late, a newer socket of the same member
 * is already open.
 */
export async function disconnect(
  ports: Pick<ChatPorts, "connections" | "members" | "messages" | "now">,
  connectionId: string,
): Promise<void> {
  const closed = await ports.connections.close(connectionId);
  if (!closed?.identity) return;
  const member = await ports.members.removeSocket(closed.identity, connectionId);
  if (member) await noteDeparture(ports, closed.identity, member);
}

/** Only of a visitor whom the host has heard of; the sweep tells the host when it has stayed so for a while. */
async function noteDeparture(
  ports: Pick<ChatPorts, "messages" | "now">,
  identity: Identity,
  member: Member,
): Promise<void> {
  if (member.sockets.length > 0 || !member.present) return;
  const { channelName, memberId, memberName, tag, hostChatId } = identity;
  const leftAt = new Date(ports.now()).toISOString();
  await ports.messages.noteDeparture({
    member: { channelName, memberId },
    memberName,
    tag,
    hostChatId,
    leftAt,
  });
}
