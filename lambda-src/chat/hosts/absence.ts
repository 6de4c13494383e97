import type { Message } from "../model";
import type { ChatPorts } from "../ports";
import type { HostMessageKey } from "../route-store";
import * as texts from "../texts/english";

/**
 * Notifies the host once that a message is pending for an offline visitor. Later messages for the same visitor send no
 * notice.
 */
export async function reportAbsence(
  ports: Pick<ChatPorts, "routes" | "host">,
  key: HostMessageKey,
  visitor: Pick<Message, "tag" | "memberName">,
): Promise<void> {
  if (!(await ports.routes.claimAbsenceNotice(key))) {
    return;
  }
  await ports.host.notify(key.hostChatId, texts.hostNotices.away(visitor), {
    replyToMessageId: key.chatMessageId,
  });
}
