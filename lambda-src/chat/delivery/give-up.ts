import type { Message } from "../model";
import type { ChatPorts, NoticeOutcome } from "../ports";
import { noticeWaitMilliseconds } from "./delivery";

/**
 * Gives up a message that no retry can deliver: its sender is notified, an operator can see it, and it is pending no
 * more. Until the notice is taken, the message stays pending.
 * @param attempt counts the attempts, from 1
 * @param notify sends the notice
 * @returns milliseconds until the notice is tried again; `undefined` when the message is given up
 */
export async function giveUp(
  ports: Pick<ChatPorts, "log" | "undeliverable" | "messages">,
  message: Message,
  reason: string,
  attempt: number,
  notify: () => Promise<NoticeOutcome>,
): Promise<number | undefined> {
  if (!message.noticed) {
    // Before the row is settled: a notice may come twice after a crash, but never not at all.
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
