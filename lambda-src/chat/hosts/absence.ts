import type { Message } from "../model";
import type { ChatPorts } from "../ports";
import type { HostMessageKey } from "../stores";

/**
 * Notifies the host, once for a message, that it waits for a visitor who is offline. What follows it joins it in
 * silence.
 */
export async function reportAbsence(
  ports: Pick<ChatPorts, "routes" | "host">,
  key: HostMessageKey,
  { tag, memberName }: Pick<Message, "tag" | "memberName">,
): Promise<void> {
  if (!(await ports.routes.claimAbsenceNotice(key))) {
    return;
  }
  const text = `#${tag} ${memberName} is away. Your message is stored and will be delivered when they come back.`;
  await ports.host.notify(key.hostChatId, text, { replyToMessageId: key.chatMessageId });
}
