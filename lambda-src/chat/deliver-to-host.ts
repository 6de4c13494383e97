import { pushErrorToMember } from "./delivery-fault";
import { groupBy } from "./group-by";
import type { Message } from "./model";
import { type ChatPorts, HostMoved, type HostPost, HostRefused, HostUnavailable } from "./ports";

/** How a delivery ended: all is settled, or something waits and wants to be tried again. */
export type DeliveryOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly retryAfterSeconds: number | undefined };

/** Rows that one query takes; more are taken in the next round. */
const rowsARound = 50;

/**
 * Shows the host what waits for a channel, in order. Texts of one visitor go together, for a Telegram group
 * takes 20 messages a minute from a bot (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 * @param timeLeft milliseconds until the work must stop; what is left then is tried again at once
 */
export async function deliverToHost(
  ports: ChatPorts,
  channelName: string,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  while (timeLeft() > roundMilliseconds) {
    const rows = await ports.messages.waiting({ to: "host", channelName }, rowsARound);
    const newest = rows.at(-1);
    if (!newest) return { done: true };
    const hostChatId = await ports.channels.noteLastWriter(newest.member, newest.hostChatId);
    for (const messages of groupBy(rows, (row) => row.member.memberId)) {
      const outcome = await show(ports, hostChatId, messages);
      if (!outcome.done) return outcome;
    }
    if (rows.length < rowsARound) return { done: true };
  }
  return { done: false, retryAfterSeconds: 0 };
}

/** A round may take as long as Telegram's deadline a few times over. */
const roundMilliseconds = 15_000;

async function show(
  ports: ChatPorts,
  hostChatId: string | undefined,
  messages: readonly [Message, ...Message[]],
): Promise<DeliveryOutcome> {
  try {
    if (hostChatId === undefined) throw new HostRefused("the channel has no host any more");
    for (const post of ports.host.compose(messages)) {
      await ports.host.post(hostChatId, post);
      await note(ports, post);
    }
    return { done: true };
  } catch (error) {
    if (error instanceof HostUnavailable) {
      ports.log.warn("the host's chat cannot be reached now", {
        retryAfterSeconds: error.retryAfterSeconds ?? -1,
      });
      return { done: false, retryAfterSeconds: error.retryAfterSeconds };
    }
    if (error instanceof HostMoved) {
      await ports.channels.moveHostChat(messages[0].member.channelName, hostChatId ?? "", error.toChatId);
      return show(ports, error.toChatId, messages);
    }
    if (!(error instanceof HostRefused)) throw error;
    await giveUp(ports, messages, error);
    return { done: true };
  }
}

/** Notes a post at once: what is not noted before the next fault would be shown twice. */
async function note(ports: ChatPorts, post: HostPost): Promise<void> {
  if (post.advances) await ports.messages.advance(post.advances.message, post.advances.partsShown);
  await Promise.all(post.settles.map((message) => ports.messages.settle(message, "delivered")));
}

/** No retry can help: the rows wait no more, and the visitor is told. */
async function giveUp(
  ports: ChatPorts,
  messages: readonly [Message, ...Message[]],
  error: HostRefused,
): Promise<void> {
  ports.log.error("messages cannot be delivered", error, { messages: messages.length });
  await Promise.all(messages.map((message) => ports.messages.settle(message, "undeliverable")));
  await pushErrorToMember(
    ports,
    messages[0].member,
    "The host cannot be reached: your message was not delivered.",
    404,
  );
}
