import type { Message } from "../model";
import { HostRefused, HostUnavailable } from "../ports";
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
      await giveUpForHost({ ports, attempt }, message, "it was pending for too long");
    } else if (isExhausted(message)) {
      await giveUpForHost({ ports, attempt }, message, "neither the file nor its link was taken");
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
        // The failed copy announces nobody.
        failed = new PostFailed({ ...message, firstWords: false }, false, error);
        break;
      } else {
        throw error;
      }
    }
  }
  if (newcomer && copied.length > 0) {
    const { tag, memberName } = newcomer;
    await ports.host.notify(channel.hostChatId, `#${tag} ${memberName} joined`, { silent: true });
    // The first row is written again in any case: when its post is settled, or postponed.
    if (newcomer.messageId !== copied[0]?.messageId) {
      await ports.messages.advance(newcomer, { announced: true });
    }
  }
  return { messages: copied, failed };
}

/** The sentence for a visitor whose file the chat app did not give out. */
function fileNotDelivered({ reason }: HostRefused): string {
  return reason === "too large"
    ? "Your file was not delivered: Telegram gives a bot files of at most 20 MB."
    : "Your file was not delivered: Telegram does not give it out any more. Send it again.";
}
