import { jobOf, type Message, memberKeyOf } from "../model";
import type { ChatPorts } from "../ports";

/** The key of an undeliverable message. */
export type GivenUpMessage = Pick<Message, "member" | "direction" | "messageId">;

/**
 * Delivers an undeliverable message again after its cause was fixed.
 * @returns false if there is no such undeliverable message
 * @throws errors of a store or the outbox; a repeated call continues where the first one stopped
 */
export async function deliverAgain(
  ports: Pick<ChatPorts, "members" | "messages" | "outbox">,
  { member, direction, messageId }: GivenUpMessage,
): Promise<boolean> {
  const message = await ports.messages.restore(member, direction, messageId);
  if (!message) {
    return false;
  }
  if (direction === "toVisitor") {
    await ports.members.fillMailbox(memberKeyOf(message));
  }
  await ports.outbox.notify(jobOf(message));
  return true;
}
