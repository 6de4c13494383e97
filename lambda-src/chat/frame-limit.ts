import { ChatError } from "./errors";
import type { MemberRef } from "./model";
import type { ChatPorts } from "./ports";

/**
 * Takes one frame from the member's bucket, so that one noisy visitor hurts nobody else.
 * @param options.newcomersToo a member who is not known yet passes: JOIN makes them
 * @throws ChatError tooMany (says when to try again), notJoined
 */
export async function countFrame(
  ports: Pick<ChatPorts, "members">,
  member: MemberRef,
  options: { readonly newcomersToo: boolean } = { newcomersToo: false },
): Promise<void> {
  const count = await ports.members.countFrame(member);
  if (count.allowed) return;
  if (count.reason === "unknown member") {
    if (options.newcomersToo) return;
    throw new ChatError("notJoined", "This member is not known any more: send JOIN again.");
  }
  const seconds = Math.max(1, Math.ceil(count.retryAfterMilliseconds / 1000));
  throw new ChatError("tooMany", `Too many frames: try again in ${seconds} s.`);
}
