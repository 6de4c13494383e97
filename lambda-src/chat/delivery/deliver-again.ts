import { jobOf, type Message, memberKeyOf } from "../model";
import type { ChatPorts } from "../ports";

/** The key of a message that was given up. */
export type GivenUpMessage = Pick<Message, "member" | "direction" | "messageId">;

/**
 * Delivers a message that was given up, when its cause has been mended.
 * @returns false when no such message is undeliverable
 * @throws what a store or the outbox throws; asked once more, it goes on where it ended
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
