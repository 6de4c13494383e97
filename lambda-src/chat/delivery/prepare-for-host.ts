import type { Message } from "../model";
import { HostRefused, HostUnavailable } from "../ports";
import * as texts from "../texts/english";
import { copyRemoteFile } from "./copy-remote-file";
import { isAboutToExpire, isExhausted } from "./delivery";
import { type Delivery, giveUpForHost, PostFailed } from "./host-delivery";

/**
 * Gives up what can no longer be delivered.
 * @returns the other messages, in order
 * @throws NoticePostponed
 */
export async function giveUpHopeless(
  { ports, attempt }: Pick<Delivery, "ports" | "attempt">,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const others: Message[] = [];
  for (const message of messages) {
    if (isAboutToExpire(message, ports)) {
      await giveUpForHost({ ports, attempt }, message, texts.undeliverable.expired);
    } else if (isExhausted(message)) {
      await giveUpForHost({ ports, attempt }, message, texts.undeliverable.fileExhausted);
    } else {
      others.push(message);
    }
  }
  return others;
}

/**
 * Copies what the chat app keeps, and announces a visitor who came.
 * @returns the messages that can be shown, in order, and why those behind them have to wait
 * @throws NoticePostponed
 */
export async function prepare(
  { ports, channel, timeLeft, attempt }: Delivery,
  messages: readonly Message[],
  newcomer: Message | undefined,
) {
  const copied: Message[] = [];
  let failed: PostFailed | undefined;
  for (const message of messages) {
    try {
      copied.push(await copyRemoteFile(ports, message, timeLeft));
    } catch (error) {
      if (error instanceof HostRefused) {
        await giveUpForHost({ ports, attempt }, message, error.message, fileNotDelivered(error));
      } else if (error instanceof HostUnavailable) {
        // A failed copy announces nobody.
        failed = new PostFailed({ ...message, firstWords: false }, false, error);
        break;
      } else {
        throw error;
      }
    }
  }
  if (newcomer && copied.length > 0) {
    await ports.host.notify(channel.hostChatId, texts.hostNotices.joined(newcomer), { silent: true });
    // The first message's row is written again anyway when its post is settled or postponed.
    if (newcomer.messageId !== copied[0]?.messageId) {
      await ports.messages.advance(newcomer, { announced: true });
    }
  }
  return { messages: copied, failed };
}

/** Returns the notice for a visitor whose file Telegram did not return. */
function fileNotDelivered({ reason }: HostRefused): string {
  return reason === "too large" ? texts.visitorNotices.fileTooLarge : texts.visitorNotices.fileGone;
}
