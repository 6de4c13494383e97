import type { Message } from "../model";
import type { ChatPorts, NoticeOutcome } from "../ports";
import { noticeWaitMilliseconds } from "./delivery";

/**
 * Gives up a message that no retry can deliver: notifies its sender, reports it to an operator, and settles it. The
 * message stays pending until the notice is accepted.
 * @param attempt number of the attempt, from 1
 * @param notify sends the notice
 * @returns milliseconds until the notice is retried; `undefined` if the message is given up
 */
export async function giveUp(
  ports: Pick<ChatPorts, "log" | "undeliverable" | "messages">,
  message: Message,
  reason: string,
  attempt: number,
  notify: () => Promise<NoticeOutcome>,
): Promise<number | undefined> {
  if (!message.noticed) {
    // The notice is sent before the row is settled. A crash may repeat the notice, but never loses it.
    const wait = noticeWaitMilliseconds(await notify(), attempt);
    if (wait !== undefined) {
      return wait;
    }
    await ports.messages.advance(message, { noticed: true });
  }
  ports.log.error("a message cannot be delivered", new Error(reason), { direction: message.direction });
  await ports.undeliverable.put(message, reason);
  await ports.messages.settle(message, "undeliverable");
  return undefined;
}
