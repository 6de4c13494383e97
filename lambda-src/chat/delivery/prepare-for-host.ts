import type { Message } from "../model";
import { HostRefused, HostUnavailable, type NoticeOutcome } from "../ports";
import * as texts from "../texts/english";
import { copyRemoteFile } from "./copy-remote-file";
import { isAboutToExpire, isExhausted } from "./delivery";
import { type Delivery, giveUpForHost, PostFailed } from "./host-delivery";

/**
 * Gives up the messages that can no longer be delivered.
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
 * Copies the files that Telegram stores, and announces a visitor who has joined.
 * @returns the messages that can be shown, in order, and the reason why the messages after them must wait
 * @throws NoticePostponed
 * @throws PostFailed if the joined notice was not sent; the messages then wait too
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
        // If a copy fails, no joined notice is sent.
        failed = new PostFailed({ ...message, firstWords: false }, false, error);
        break;
      } else {
        throw error;
      }
    }
  }
  const [first] = copied;
  if (newcomer && first) {
    const notice = texts.hostNotices.joined(newcomer);
    const outcome = await ports.host.notify(channel.hostChatId, notice, { silent: true });
    if (isSurelyUnsent(outcome)) {
      throw new PostFailed({ ...first, firstWords: false }, false, outcome.reason);
    }
    // Not needed for the first message: its row is written anyway when its post is settled or postponed.
    if (newcomer.messageId !== first.messageId) {
      await ports.messages.advance(newcomer, { announced: true });
    }
  }
  return { messages: copied, failed };
}

/**
 * Returns whether the notice was certainly not sent, so that the post after it waits too. A notice that only an
 * operator can repair must not delay messages.
 */
function isSurelyUnsent(outcome: NoticeOutcome): outcome is Extract<NoticeOutcome, { kind: "unavailable" }> {
  if (outcome.kind !== "unavailable") {
    return false;
  }
  const { ambiguous, needsAttention = false } = outcome.reason.details;
  return !ambiguous && !needsAttention;
}

/** Returns the notice for a visitor whose file Telegram did not return. */
function fileNotDelivered({ reason }: HostRefused): string {
  return reason === "too large" ? texts.visitorNotices.fileTooLarge : texts.visitorNotices.fileGone;
}
