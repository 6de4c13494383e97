import type { MemberRef, Message } from "../model";
import { type ChatPorts, HostMoved, type HostPost, HostRefused, HostUnavailable } from "../ports";
import * as texts from "../texts/english";
import {
  ambiguousWaitMilliseconds,
  backoffMilliseconds,
  type DeliveryOutcome,
  done,
  jitterMilliseconds,
  messagesARound,
  oldEnough,
  persist,
  reportUnavailable,
  tryAgainAfter,
  tryAgainAtOnce,
  waitFor,
} from "./delivery";
import { type Delivery, giveUpForHost, NoticePostponed, PostFailed } from "./host-delivery";
import { giveUpHopeless, prepare } from "./prepare-for-host";

/** Minimum remaining time for a post and the writes after it, in milliseconds. */
const postMilliseconds = 12_000;

/**
 * Posts the pending messages of one visitor to the host, in order. After each post, stores the last active visitor and
 * settles the messages of the post. A crash between the post and the last write shows a message twice, because Telegram
 * has no idempotency key. Several texts share a post, because a group accepts 20 messages a minute from a bot
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 * @param timeLeft milliseconds until the work must stop; the rest is retried immediately
 * @param attempt number of the notification's attempt, from 1
 * @throws errors of a store
 */
export async function deliverToHost(
  ports: ChatPorts,
  ref: MemberRef,
  timeLeft: () => number,
  attempt = 1,
): Promise<DeliveryOutcome> {
  try {
    return await deliverPending(ports, ref, timeLeft, attempt);
  } catch (error) {
    if (error instanceof NoticePostponed) {
      return waitFor(ports, error.head, error.waitMilliseconds);
    }
    throw error;
  }
}

/** @throws NoticePostponed */
async function deliverPending(
  ports: ChatPorts,
  ref: MemberRef,
  timeLeft: () => number,
  attempt: number,
): Promise<DeliveryOutcome> {
  while (timeLeft() > postMilliseconds) {
    const pending = await ports.messages.pending(ref, "toHost", messagesARound);
    const { ready, waitMilliseconds } = oldEnough(pending, ports);
    const [first] = ready;
    if (!first) {
      return waitMilliseconds > 0 ? tryAgainAfter(waitMilliseconds) : done;
    }
    const channel = await ports.channels.find(ref.channelName, first.hostChatId);
    if (!channel) {
      for (const message of ready) {
        await giveUpForHost({ ports, attempt }, message, texts.undeliverable.noHost);
      }
      return done;
    }
    const delivery = { ports, channel, timeLeft, attempt };
    // This is checked first, because the pause that Telegram requests may be longer than the time for which a message
    // is stored.
    const messages = await giveUpHopeless(delivery, ready);
    const [head] = messages;
    const wait = channel.notBefore - ports.now();
    if (head && wait > 0) {
      return waitFor(ports, head, wait + jitterMilliseconds(ports, channel, head));
    }
    const newcomer = pending.find(({ firstWords }) => firstWords);
    const outcome = await showAll(delivery, messages, newcomer);
    if (outcome !== "shown") {
      return outcome;
    }
    if (waitMilliseconds > 0) {
      return tryAgainAfter(waitMilliseconds);
    }
    if (pending.length < messagesARound) {
      return done;
    }
  }
  return tryAgainAtOnce;
}

/** @param newcomer the pending message that counts as a visitor's first words, if there is one */
async function showAll(
  delivery: Delivery,
  messages: readonly Message[],
  newcomer: Message | undefined,
): Promise<DeliveryOutcome | "shown"> {
  const { ports, channel, timeLeft } = delivery;
  try {
    const prepared = await prepare(delivery, messages, newcomer);
    const [first, ...others] = prepared.messages;
    const givenUp = new Set<Message>();
    for (const post of first ? ports.host.compose([first, ...others]) : []) {
      if (messagesOf(post).every((message) => givenUp.has(message))) {
        continue;
      }
      if (timeLeft() < postMilliseconds) {
        return tryAgainAtOnce;
      }
      for (const message of await showPost(delivery, post)) {
        givenUp.add(message);
      }
    }
    if (first && channel.failures > 0) {
      await ports.channels.noteSuccess(channel.hostChatId, channel.failures);
      delivery.channel = { ...delivery.channel, failures: 0 };
    }
    // This notification retries the messages that were not prepared, because no other notification does.
    return prepared.failed ? await postpone(delivery, prepared.failed) : "shown";
  } catch (error) {
    if (error instanceof HostMoved) {
      return tryAgainAtOnce;
    }
    if (!(error instanceof PostFailed)) {
      throw error;
    }
    return postpone(delivery, error);
  }
}

/**
 * Sends one post. If Telegram rejects the post, the visitor's other posts may still be shown.
 * @returns the messages that were given up
 * @throws PostFailed
 * @throws HostMoved after the chat's new id was stored for the channel
 */
async function showPost(delivery: Delivery, post: HostPost): Promise<readonly Message[]> {
  const { ports, channel, timeLeft } = delivery;
  const concerned = messagesOf(post);
  const [head] = concerned;
  if (!head) {
    return [];
  }
  const isUpload = post.file !== undefined;
  const attempted = isUpload ? await countTry(ports, head) : head;
  if (!attempted) {
    return [];
  }
  const { hostChatId } = channel;
  let postId: number;
  try {
    postId = await ports.host.post(hostChatId, post, timeLeft);
  } catch (error) {
    if (error instanceof HostRefused) {
      for (const message of concerned) {
        await giveUpForHost(delivery, message, error.message);
      }
      return concerned;
    }
    if (error instanceof HostUnavailable) {
      throw new PostFailed(attempted, isUpload, error);
    }
    await noteNothingSent(ports, head, isUpload);
    if (error instanceof HostMoved) {
      const moved = await ports.channels.moveHostChat(
        channel.channelName,
        channel.hostChatId,
        error.toChatId,
      );
      if (moved === "chat taken") {
        throw new PostFailed(attempted, isUpload, supergroupIsTaken);
      }
    }
    throw error;
  }
  await persist(
    ports,
    async () => {
      delivery.channel = await ports.channels.noteActive(
        delivery.channel,
        { tag: head.tag, postId },
        ports.now(),
      );
    },
    timeLeft,
  ).catch((error: unknown) => ports.log.error("the last active visitor was not stored", error));
  const { advances } = post;
  if (advances) {
    const { message, partsShown } = advances;
    await persist(ports, () => ports.messages.advance(message, { partsShown, tries: 0 }), timeLeft);
  }
  const proof = { post: { hostChatId, chatMessageId: postId } };
  await Promise.all(
    post.settles.map((message) =>
      persist(ports, () => ports.messages.settle(message, "delivered", proof), timeLeft),
    ),
  );
  return [];
}

/** The message stays pending. An attempt succeeds after one of the two channels was dropped. */
const supergroupIsTaken = new HostUnavailable(
  "the group has become a supergroup that hosts another channel: drop one of the two channels",
  { ambiguous: false, needsAttention: true },
);

/**
 * Counts an upload's attempt before it starts, because Telegram may accept an upload without an answer.
 * @returns undefined if another invocation has settled the message meanwhile
 */
async function countTry(ports: ChatPorts, message: Message): Promise<Message | undefined> {
  const tries = message.tries + 1;
  return (await ports.messages.advance(message, { tries })) ? { ...message, tries } : undefined;
}

/** Undoes the count of an upload's attempt, and stores that the visitor was announced. */
async function noteNothingSent(ports: ChatPorts, head: Message, isUpload: boolean): Promise<void> {
  if (!isUpload && !head.firstWords) {
    return;
  }
  const { tries, firstWords } = head;
  try {
    await ports.messages.advance(head, { tries, ...(firstWords && { announced: true }) });
  } catch (error) {
    ports.log.error("an attempt that sent nothing was counted", error);
  }
}

function messagesOf(post: HostPost): readonly Message[] {
  return post.advances ? [...post.settles, post.advances.message] : post.settles;
}

/** Decides when a post is retried, and stores the state for the next attempt. */
async function postpone(
  { ports, channel }: Delivery,
  { head, isUpload, reason }: PostFailed,
): Promise<DeliveryOutcome> {
  const { retryAfterMilliseconds, ambiguous } = reason.details;
  reportUnavailable(ports, head, reason);

  // An upload was counted before it started. If it was certainly not accepted, the count is undone.
  const tries = isUpload
    ? ambiguous
      ? head.tries
      : head.tries - 1
    : ambiguous
      ? head.tries + 1
      : head.tries;
  if (tries !== head.tries || head.firstWords) {
    await ports.messages.advance(head, { tries, ...(head.firstWords && { announced: true }) });
  }
  if (retryAfterMilliseconds !== undefined) {
    await ports.channels.postpone(channel.hostChatId, ports.now() + retryAfterMilliseconds);
    return waitFor(ports, head, retryAfterMilliseconds);
  }
  await ports.channels.noteFailure(channel.hostChatId, channel.failures);
  return waitFor(
    ports,
    head,
    ambiguous ? ambiguousWaitMilliseconds(tries) : backoffMilliseconds(channel.failures + 1),
  );
}
