import { ChatError } from "../errors";
import type { Arrival, Connection, Member, MemberRef } from "../model";
import type { ChatPorts } from "../ports";
import * as texts from "../texts/english";
import { countFrame } from "./frame-limit";
import { removeSocket } from "./remove-socket";
import { type ClaimedIdentity, claimedIdentity, verifyIdentity } from "./signed-identity";

/** The maximum number of a member's open sockets. If a member opens more, the oldest sockets are closed. */
export const socketsMax = 5;

/**
 * Makes a connection the socket of a member. Pending messages are not pushed from here, because they would overtake the
 * answer. The outbox is notified instead.
 * @param token proof of a visitor who is logged in at the shop. The token names the member
 * @throws ChatError notJoined, unknownChannel, conflict, tooMany; for a token also forbidden, malformed
 */
export async function join(
  ports: ChatPorts,
  arrival: Arrival,
  given: MemberRef,
  memberName: string | null,
  token?: string,
): Promise<void> {
  const { connectionId } = arrival;
  const claimed = token === undefined ? undefined : claimedIdentity(given.channelName, token);
  const ref = claimed?.ref ?? given;
  // The claim comes first, so that frames sent right after JOIN wait for it, and a second member or channel is
  // rejected.
  const claim = await ports.connections.claim(connectionId, ref);
  if (!claim.claimed) {
    throw refusedClaim(claim.reason);
  }
  try {
    await joinChannel(ports, claim.connection, arrival, ref, memberName, claimed);
  } catch (error) {
    if (!claim.connection.identity) {
      await ports.connections.release(connectionId, ref);
    }
    throw error;
  }
}

function refusedClaim(reason: "unknown" | "other member" | "too many"): ChatError {
  switch (reason) {
    case "unknown":
      return new ChatError("notJoined", texts.rejections.connectionUnknown);
    case "other member":
      return new ChatError("conflict", texts.rejections.otherMember);
    case "too many":
      return new ChatError("tooMany", texts.rejections.tooManyJoins);
  }
}

async function joinChannel(
  ports: ChatPorts,
  { channelName }: Connection,
  arrival: Arrival,
  ref: MemberRef,
  memberName: string | null,
  claimed: ClaimedIdentity | undefined,
): Promise<void> {
  const { connectionId } = arrival;
  if (channelName !== undefined && channelName !== ref.channelName) {
    throw new ChatError("conflict", texts.rejections.otherChannel);
  }
  const hostChatId = await ports.channels.findHostChat(ref.channelName);
  if (hostChatId === undefined) {
    throw new ChatError("unknownChannel", texts.rejections.unknownChannel);
  }
  if (claimed) {
    await verifyIdentity(ports, claimed);
  }

  const key = { ...ref, tag: await ports.members.tagOf(ref) };
  await limitJoins(ports, key);
  const { member, isNew } = await ports.members.join(key, memberName, arrival);
  const identity = { ...key, memberName: member.memberName, hostChatId };
  if (!(await ports.connections.identify(connectionId, identity))) {
    await removeSocket(ports, member, connectionId, hostChatId);
    throw new ChatError("notJoined", texts.rejections.connectionUnknown);
  }
  await closeOldestSockets(ports, member);
  // The outbox delivers pending messages, and messages that an earlier socket may have lost.
  if (!isNew) {
    await ports.outbox.notify({ to: "member", ...key });
  }
}

/** Counts JOIN as a frame. A member who is not stored yet has sent no frames. */
async function limitJoins(ports: ChatPorts, key: Parameters<typeof countFrame>[1]): Promise<void> {
  try {
    await countFrame(ports, key, { bytes: 0 });
  } catch (error) {
    if (!(error instanceof ChatError && error.reason === "notJoined")) {
      throw error;
    }
  }
}

/**
 * Closes the oldest sockets beyond the maximum. The member's row is updated last. After a crash, the row therefore
 * lists the remaining sockets, and a repeated JOIN closes them.
 */
async function closeOldestSockets(ports: ChatPorts, member: Member): Promise<void> {
  const surplus = member.sockets.slice(0, -socketsMax);
  await Promise.all(
    surplus.map(async (connectionId) => {
      // The row is deleted first. Even if the socket cannot be closed, it then cannot send frames. Otherwise the socket
      // would seem to work although it receives no messages.
      await ports.connections.close(connectionId);
      await ports.sockets.disconnect(connectionId);
      await ports.members.removeSocket(member, connectionId);
    }),
  );
}
