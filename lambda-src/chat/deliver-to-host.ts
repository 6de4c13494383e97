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

/** A round may take as long as Telegram's deadline a few times over. */
const roundMilliseconds = 15_000;

type Messages = readonly [Message, ...Message[]];

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

async function show(
  ports: ChatPorts,
  hostChatId: string | undefined,
  messages: Messages,
): Promise<DeliveryOutcome> {
  const unsettled = new Set<Message>(messages);
  try {
    if (hostChatId === undefined) throw new HostRefused("the channel has no host any more");
    await announceArrival(ports, hostChatId, messages[0]);
    for (const post of ports.host.compose(messages)) {
      await showPost(ports, hostChatId, post);
      for (const message of post.settles) unsettled.delete(message);
    }
    return { done: true };
  } catch (error) {
    if (error instanceof HostUnavailable) {
      ports.log.warn("the host's chat cannot be reached now", {
        retryAfterSeconds: error.retryAfterSeconds ?? -1,
      });
      return { done: false, retryAfterSeconds: error.retryAfterSeconds };
    }
    const [first, ...rest] = unsettled;
    if (error instanceof HostMoved && first) {
      await ports.channels.moveHostChat(first.member.channelName, hostChatId ?? "", error.toChatId);
      return show(ports, error.toChatId, [first, ...rest]);
    }
    throw error;
  }
}

/** A refusal concerns one post: the others of the visitor may still be shown. */
async function showPost(ports: ChatPorts, hostChatId: string, post: HostPost): Promise<void> {
  try {
    await ports.host.post(hostChatId, post);
  } catch (error) {
    if (!(error instanceof HostRefused)) throw error;
    await giveUp(ports, post, error);
    return;
  }
  // Noted at once: what is not noted before the next fault would be shown twice.
  if (post.advances) await ports.messages.advance(post.advances.message, post.advances.partsShown);
  await Promise.all(post.settles.map((message) => ports.messages.settle(message, "delivered")));
}

async function announceArrival(ports: ChatPorts, hostChatId: string, first: Message): Promise<void> {
  if (!first.firstWords) return;
  if (await ports.host.announce(hostChatId, first, "joined")) {
    await ports.messages.advance(first, first.partsShown);
  }
}

/** No retry can help: the messages wait no more, an operator can see it, and the visitor is told. */
async function giveUp(ports: ChatPorts, post: HostPost, error: HostRefused): Promise<void> {
  const messages = post.advances ? [...post.settles, post.advances.message] : post.settles;
  const [first] = messages;
  if (!first) return;
  const { channelName } = first.member;
  ports.log.error("messages cannot be delivered", error, { messages: messages.length });
  await ports.deadLetters.put({ to: "host", channelName }, error.message, messages.length);
  await Promise.all(messages.map((message) => ports.messages.settle(message, "undeliverable")));
  await pushErrorToMember(
    ports,
    first.member,
    "The host cannot be reached: your message was not delivered.",
    404,
  );
}
