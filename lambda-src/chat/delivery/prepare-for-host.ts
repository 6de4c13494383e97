import type { Message } from "../model";
import { HostRefused, HostUnavailable } from "../ports";
import * as texts from "../texts/english";
import { copyRemoteFile } from "./copy-remote-file";
import { isAboutToExpire, isExhausted } from "./delivery";
import { type Delivery, giveUpForHost, PostFailed } from "./host-delivery";

/**
 * Gives up messages that can no longer be delivered, copies files from Telegram, and announces a new visitor.
 * @returns the messages that can be shown, in order, and why those after them must wait
 * @throws NoticePostponed
 */
export async function prepare(
  { ports, channel, timeLeft, attempt }: Delivery,
  messages: readonly Message[],
  newcomer: Message | undefined,
) {
  const notices = { ports, attempt };
  const ready: Message[] = [];
  for (const message of messages) {
    if (isAboutToExpire(message, ports)) {
      await giveUpForHost(notices, message, texts.undeliverable.expired);
    } else if (isExhausted(message)) {
      await giveUpForHost(notices, message, texts.undeliverable.fileExhausted);
    } else {
      ready.push(message);
    }
  }
  const copied: Message[] = [];
  let failed: PostFailed | undefined;
  for (const message of ready) {
    try {
      copied.push(await copyRemoteFile(ports, message, timeLeft));
    } catch (error) {
      if (error instanceof HostRefused) {
        await giveUpForHost(notices, message, error.message, fileNotDelivered(error));
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
