import type { MemberRef } from "./model";
import type { ChatPorts } from "./ports";

/** Tells a member, wherever they are connected, of a fault that came after the acknowledgement. */
export async function pushErrorToMember(
  ports: Pick<ChatPorts, "members" | "sockets">,
  ref: MemberRef,
  sentence: string,
  code: number,
): Promise<void> {
  const member = await ports.members.find(ref);
  await Promise.all((member?.sockets ?? []).map((id) => ports.sockets.pushError(id, sentence, code)));
}
