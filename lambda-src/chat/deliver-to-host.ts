import { pushErrorToMember } from "./delivery-fault";
import { groupBy } from "./group-by";
import type { Message } from "./model";
import { type ChatPorts, HostMoved, type HostPost, HostRefused, HostUnavailable } from "./ports";

/** How a delivery ended: all is settled, or something waits and wants to be tried again. */
export type DeliveryOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly retryAfterSeconds: number | undefined };

const tryAgainAtOnce: DeliveryOutcome = { done: false, retryAfterSeconds: 0 };

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
      const outcome = await show(ports, hostChatId, messages, timeLeft);
      if (!outcome.done) return outcome;
    }
    if (rows.length < rowsARound) return { done: true };
  }
  return tryAgainAtOnce;
}

async function show(
  ports: ChatPorts,
  hostChatId: string | undefined,
  messages: Messages,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  if (hostChatId === undefined) {
    await giveUp(ports, messages, new HostRefused("the channel has no host any more"));
    return { done: true };
  }
  const givenUp = new Set<Message>();
  try {
    await announceArrival(ports, hostChatId, messages);
    for (const post of ports.host.compose(messages)) {
      const concerned = messagesOf(post);
      if (concerned.every((message) => givenUp.has(message))) continue;
      if (timeLeft() < roundMilliseconds) return tryAgainAtOnce;
      if (!(await showPost(ports, hostChatId, post))) for (const message of concerned) givenUp.add(message);
    }
    return { done: true };
  } catch (error) {
    if (error instanceof HostUnavailable) {
      ports.log.warn("the host's chat cannot be reached now", {
        retryAfterSeconds: error.retryAfterSeconds ?? -1,
      });
      return { done: false, retryAfterSeconds: error.retryAfterSeconds };
    }
    if (!(error instanceof HostMoved)) throw error;
    await ports.channels.moveHostChat(messages[0].member.channelName, hostChatId, error.toChatId);
    // Read anew: the rows know how many parts of a text were shown before the move.
    return tryAgainAtOnce;
  }
}

/**
 * A refusal concerns one post: the others of the visitor may still be shown.
 * @returns false when it was refused
 */
async function showPost(ports: ChatPorts, hostChatId: string, post: HostPost): Promise<boolean> {
  try {
    await ports.host.post(hostChatId, post);
  } catch (error) {
    if (!(error instanceof HostRefused)) throw error;
    await giveUp(ports, messagesOf(post), error);
    return false;
  }
  // Noted at once: what is not noted before the next fault would be shown twice.
  if (post.advances) await ports.messages.advance(post.advances.message, post.advances.partsShown);
  await Promise.all(post.settles.map((message) => ports.messages.settle(message, "delivered")));
  return true;
}

function messagesOf(post: HostPost): readonly Message[] {
  return post.advances ? [...post.settles, post.advances.message] : post.settles;
}

/** The frame that was counted first need not be the first in order. */
async function announceArrival(ports: ChatPorts, hostChatId: string, messages: Messages): Promise<void> {
  const counted = messages.find(({ firstWords }) => firstWords);
  if (counted && (await ports.host.announce(hostChatId, counted, "joined"))) {
    await ports.messages.advance(counted, counted.partsShown);
  }
}

/** No retry can help: the messages wait no more, an operator can see it, and the visitor is told. */
async function giveUp(ports: ChatPorts, messages: readonly Message[], error: HostRefused): Promise<void> {
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
