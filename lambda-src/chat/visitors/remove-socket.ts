import type { Member, MemberKey } from "../model";
import type { ChatPorts } from "../ports";

/**
 * Removes a socket that has ended from its member. The end of the last one is noted as a departure, whoever finds it
 * out: a push may do so before `$disconnect`, and the answer to an earlier removal may have been lost.
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

/** Only of a visitor whom the host has heard of; the sweep tells the host when it has stayed so for a while. */
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
