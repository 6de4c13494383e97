import type { MemberRef } from "./model";
import type { ChatPorts } from "./ports";

/** Tells a member, wherever they are, of a fault that came after the acknowledgement. */
export async function pushErrorToMember(
  ports: Pick<ChatPorts, "members" | "sockets" | "host">,
  ref: MemberRef,
  sentence: string,
  code: number,
): Promise<void> {
  const member = await ports.members.find(ref);
  if (member?.telegramChatId !== undefined) await ports.host.notify(member.telegramChatId, sentence);
  await Promise.all((member?.sockets ?? []).map((id) => ports.sockets.pushError(id, sentence, code)));
}
