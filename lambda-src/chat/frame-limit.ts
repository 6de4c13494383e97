import { ChatError } from "./errors";
import type { Identity, MemberRef } from "./model";
import type { ChatPorts } from "./ports";

/**
 * Lets a frame of a joined visitor in: who sends it, and whether it is within their limit.
 * @throws ChatError notJoined, tooMany
 */
export async function admit(
  ports: Pick<ChatPorts, "connections" | "members">,
  connectionId: string,
): Promise<Identity> {
  const connection = await ports.connections.find(connectionId);
  if (!connection?.identity) throw new ChatError("notJoined", "Send JOIN first.");
  await countFrame(ports, connection.identity, { speaks: false });
  return connection.identity;
}

/**
 * Takes one frame from the member's bucket, so that one noisy visitor hurts nobody else.
 * @param options.speaks the frame is a message for the host
 * @returns whether the member speaks for the first time since they came
 * @throws ChatError tooMany (says when to try again), notJoined
 */
export async function countFrame(
  ports: Pick<ChatPorts, "members">,
  member: MemberRef,
  options: { readonly speaks: boolean },
): Promise<{ readonly firstWords: boolean }> {
  const count = await ports.members.countFrame(member, options);
  if (count.allowed) return count;
  if (count.reason === "unknown member") {
    throw new ChatError("notJoined", "This member is not known any more: send JOIN again.");
  }
  throw tooMany(count.retryAfterMilliseconds);
}

/** The refusal that says when to try again. */
export function tooMany(retryAfterMilliseconds: number): ChatError {
  const seconds = Math.max(1, Math.ceil(retryAfterMilliseconds / 1000));
  return new ChatError("tooMany", `Too many frames: try again in ${seconds} s.`);
}
