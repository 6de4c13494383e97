import { ChatError } from "./errors";
import { tooMany } from "./frame-limit";
import type { Member, MemberRef } from "./model";
import type { ChatPorts } from "./ports";

/** A member's open sockets beyond this many are closed, the oldest first. */
export const socketsMax = 5;

/**
 * Makes a connection the socket of a member. Kept messages are not pushed from here, for they would overtake
 * the answer: the deliverer is woken instead.
 * @throws ChatError notJoined, unknownChannel, conflict, tooMany
 */
export async function join(
  ports: ChatPorts,
  connectionId: string,
  ref: MemberRef,
  memberName: string | null,
): Promise<void> {
  const connection = await ports.connections.find(connectionId);
  if (!connection) throw new ChatError("notJoined", "This connection is not known any more: connect again.");
  if (connection.channelName !== ref.channelName) {
    throw new ChatError("conflict", "channelName: the channel of JOIN and that of ?c= must be the same.");
  }
  if (connection.identity && connection.identity.memberId !== ref.memberId) {
    throw new ChatError("conflict", "memberId: this connection has joined as somebody else: open another.");
  }
  await limitJoins(ports, ref);
  const channel = await ports.channels.find(ref.channelName);
  if (!channel) throw new ChatError("unknownChannel", "channelName: no channel has this name.");

  const member = await ports.members.join(ref, memberName, connectionId);
  const identity = { ...ref, memberName: member.memberName, tag: member.tag, hostChatId: channel.hostChatId };
  if (!(await ports.connections.identify(connectionId, identity))) {
    await ports.members.removeSocket(ref, connectionId);
    throw new ChatError("notJoined", "This connection is not known any more: connect again.");
  }
  await closeOldestSockets(ports, member);
  if (member.mailbox) {
    await ports.wakeUps.wake({ to: "member", ...ref }, `join ${connectionId}`);
  }
}

/** JOIN counts as a frame; a member who is not known yet has sent none. */
async function limitJoins(ports: ChatPorts, ref: MemberRef): Promise<void> {
  const count = await ports.members.countFrame(ref, { speaks: false });
  if (!count.allowed && count.reason === "too many") throw tooMany(count.retryAfterMilliseconds);
}

async function closeOldestSockets(ports: ChatPorts, member: Member): Promise<void> {
  const surplus = member.sockets.slice(0, -socketsMax);
  await Promise.all(
    surplus.map(async (connectionId) => {
      await ports.members.removeSocket(member, connectionId);
      await ports.sockets.disconnect(connectionId);
    }),
  );
}
