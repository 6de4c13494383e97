import { ChatError } from "../errors";
import type { Arrival, Connection, Identity, MemberKey } from "../model";
import type { ChatPorts } from "../ports";
import type { FrameCount, FrameKind } from "../stores";
import * as texts from "../texts/english";

/** Maximum wait of a frame for a JOIN that was sent just before it. API Gateway handles both in parallel. */
const unjoinedMilliseconds = 1_000;

/** Maximum wait of a frame once the JOIN has started. */
const joiningMilliseconds = 3_000;

const pollMilliseconds = 60;

/** Represents the result of counting a frame. */
export type Admission = Omit<Extract<FrameCount, { allowed: true }>, "allowed">;

/**
 * Admits a frame: finds its sender and counts it against the sender's limit. Frames of one socket run in parallel, so a
 * frame sent right after JOIN waits for it.
 * @param sizeFor returns the size that counts toward the sender's daily limits. @default - no size
 * @throws ChatError notJoined, tooMany
 */
export async function admit(
  ports: Pick<ChatPorts, "connections" | "members" | "now" | "sleep">,
  arrival: Arrival,
  sizeFor: (sender: Identity) => Omit<FrameKind, keyof Arrival> = () => ({ bytes: 0 }),
): Promise<JoinedConnection & Admission> {
  const connection = await joinedConnection(ports, arrival.connectionId);
  const kind = { ...sizeFor(connection.identity), ...arrival };
  return { ...connection, ...(await countFrame(ports, connection.identity, kind)) };
}

/** Represents a connection after JOIN. */
type JoinedConnection = Connection & { readonly identity: Identity };

/**
 * Counts a frame that needs no member: a probe, or an invalid frame.
 * @throws ChatError tooMany
 */
export async function countAnyFrame(
  ports: Pick<ChatPorts, "connections" | "members">,
  arrival: Arrival,
): Promise<void> {
  const connection = await ports.connections.find(arrival.connectionId);
  if (connection?.identity) {
    await countFrame(ports, connection.identity, { bytes: 0, ...arrival });
  } else if (connection) {
    await countUnjoinedFrame(ports, arrival.connectionId);
  }
}

/**
 * Counts one frame of a member, so that a visitor who sends too many frames does not affect others.
 * @throws ChatError tooMany (with the time to wait), notJoined
 */
export async function countFrame(
  ports: Pick<ChatPorts, "members">,
  member: MemberKey,
  kind: FrameKind,
): Promise<Admission> {
  const count = await ports.members.countFrame(member, kind);
  if (count.allowed) {
    return { firstWords: count.firstWords, waitsUntil: count.waitsUntil };
  }
  switch (count.reason) {
    case "unknown member":
      throw new ChatError("notJoined", texts.rejections.memberUnknown);
    case "too many":
      throw tooMany(count.retryAfterMilliseconds);
    case "day is full":
      throw new ChatError("tooMany", texts.rejections.dayIsFull(count.retryAfterMilliseconds));
  }
}

/** Returns the rejection with the time to wait. */
function tooMany(retryAfterMilliseconds: number): ChatError {
  return new ChatError("tooMany", texts.rejections.tooFast(retryAfterMilliseconds));
}

async function joinedConnection(
  ports: Pick<ChatPorts, "connections" | "now" | "sleep">,
  connectionId: string,
): Promise<JoinedConnection> {
  const begun = ports.now();
  for (let reads = 0; ; reads += 1) {
    const connection = await ports.connections.find(connectionId);
    if (connection?.identity) {
      return { ...connection, identity: connection.identity };
    }
    if (!connection) {
      throw new ChatError("notJoined", texts.rejections.notJoined);
    }
    if (reads === 0) {
      await countUnjoinedFrame(ports, connectionId);
    }
    const patience = connection.joining ? joiningMilliseconds : unjoinedMilliseconds;
    if (ports.now() - begun >= patience) {
      throw new ChatError("notJoined", texts.rejections.notJoined);
    }
    await ports.sleep(pollMilliseconds);
  }
}

async function countUnjoinedFrame(
  ports: Pick<ChatPorts, "connections">,
  connectionId: string,
): Promise<void> {
  const wait = await ports.connections.countFrame(connectionId);
  if (wait > 0) {
    throw tooMany(wait);
  }
}
