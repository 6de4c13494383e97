import type { ActiveVisitor, HostedChannel, Member, MemberKey } from "../model";
import type { ChatPorts } from "../ports";
import type { HostMessageKey } from "../stores";

/** What a host's message replies to. */
export type ReplyTarget =
  /** A post of the bot that starts with a visitor's tag. */
  | { readonly kind: "tag"; readonly tag: string }
  /** A message of a person. */
  | { readonly kind: "message"; readonly chatMessageId: number }
  /** A post of the bot that is about no visitor. */
  | { readonly kind: "other" };

/** A host's message, as far as its recipient is concerned. */
export interface RoutedMessage {
  readonly hostChatId: string;
  /** The message's id in the host's chat. */
  readonly chatMessageId: number;
  readonly repliesTo: ReplyTarget | undefined;
  /** ISO 8601 UTC. */
  readonly sentAt: string;
}

/** Why a host's message has no recipient. */
export type RoutingFault = "no visitor" | "unknown tag" | "unroutable reply";

/** A recipient, and whether the host should be told who it is. */
export interface Recipient {
  readonly member: Member;
  /** Several visitors were last active a short while ago, and the host named none of them. */
  readonly isGuess: boolean;
  /** An earlier copy of the same update was here, and may have delivered the message. */
  readonly isRepeat: boolean;
}

/** Visitors who were last active so shortly ago are easily mistaken for each other. */
const guessMilliseconds = 5 * 60_000;

/** A delivery that was under way when another visitor's post came may have posted after it without a note. */
const deliveryMilliseconds = 60_000;

/**
 * Finds the recipient of a host's message. It is decided once and stored before anything else is done, so that a
 * repeat of the update, and a later reply to the message, find the same visitor.
 */
export async function route(
  ports: ChatPorts,
  channel: HostedChannel,
  message: RoutedMessage,
): Promise<Recipient | RoutingFault> {
  const found = await decide(ports, channel, message);
  if (typeof found === "string") {
    // A repeat of an update that was routed before, whose visitor would not be found so again.
    const stored = await ports.routes.find(message);
    return stored ? repeated(ports, stored, found) : found;
  }
  const { channelName, memberId, tag } = found.member;
  const decision = await ports.routes.decide(message, { channelName, memberId, tag });
  if (!decision) {
    return "no visitor";
  }
  if (decision.isFirst) {
    return found;
  }
  return decision.recipient.tag === tag
    ? { ...found, isRepeat: true }
    : repeated(ports, decision.recipient, "unknown tag");
}

async function repeated(
  ports: ChatPorts,
  key: MemberKey,
  fault: RoutingFault,
): Promise<Recipient | RoutingFault> {
  const found = await recipient(ports, key, fault);
  return typeof found === "string" ? found : { ...found, isRepeat: true };
}

async function decide(
  ports: ChatPorts,
  channel: HostedChannel,
  message: RoutedMessage,
): Promise<Recipient | RoutingFault> {
  const { channelName } = channel;
  const { hostChatId, repliesTo } = message;
  switch (repliesTo?.kind) {
    case "tag":
      return recipient(ports, { channelName, tag: repliesTo.tag }, "unknown tag");
    case "message": {
      const routed = await ports.routes.find({ hostChatId, chatMessageId: repliesTo.chatMessageId });
      return routed?.channelName === channelName
        ? recipient(ports, routed, "unknown tag")
        : "unroutable reply";
    }
    case "other":
      return "unroutable reply";
    case undefined: {
      const { visitor, isGuess } = await lastActive(ports, channel, message);
      if (!visitor) {
        return "no visitor";
      }
      const found = await recipient(ports, { channelName, tag: visitor.tag }, "no visitor");
      return typeof found === "string" ? found : { ...found, isGuess };
    }
  }
}

async function recipient(
  ports: ChatPorts,
  key: MemberKey,
  fault: RoutingFault,
): Promise<Recipient | RoutingFault> {
  const member = await ports.members.find(key);
  return member ? { member, isGuess: false, isRepeat: false } : fault;
}

/**
 * The visitor whose post is the newest before a message of the host. The channel's row knows of each visitor's first
 * post since another's, as far as deliveries that ran beside each other have seen. Where another visitor was displaced
 * by the newest one, or shortly ago, the visitors' own rows decide. That reads whole conversations, so it is stored once
 * no delivery can be under way any more.
 */
async function lastActive(
  ports: ChatPorts,
  channel: HostedChannel,
  message: RoutedMessage,
): Promise<{ readonly visitor: ActiveVisitor | undefined; readonly isGuess: boolean }> {
  const { channelName, lastActive } = channel;
  const [newest, ...others] = lastActive.filter(({ postId }) => postId < message.chatMessageId);
  if (!newest) {
    return { visitor: await lastOf(ports, channelName, lastActive, message), isGuess: false };
  }
  const displaced = others.filter(({ tag }) => tag !== newest.tag);
  const latest = Math.max(0, ...displaced.map(({ displacedAt = 0 }) => displacedAt));
  const guessedSince = ports.now() - guessMilliseconds;
  const since = Math.min(guessedSince, latest - deliveryMilliseconds);
  const rivals = displaced.filter(({ displacedAt = 0 }) => displacedAt >= since);
  const isGuess = latest >= guessedSince;
  // An update that comes late may be older than what was checked.
  const isCalm = newest === lastActive[0] && Date.parse(message.sentAt) - latest > deliveryMilliseconds;
  const isChecked = isCalm && newest.checkedAt !== undefined && newest.checkedAt > latest;
  if (rivals.length === 0 || isChecked) {
    return { visitor: newest, isGuess };
  }
  const visitor = (await lastOf(ports, channelName, [newest, ...rivals], message)) ?? newest;
  if (isCalm && visitor === newest) {
    await ports.channels.noteChecked(channel, ports.now());
  }
  return { visitor, isGuess };
}

/**
 * Which of some visitors has the newest post before a message of the host, by their own rows. An update that comes late
 * finds only later posts in the channel's row. Ids begin anew where a group becomes a supergroup, so posts of another
 * chat do not count.
 */
async function lastOf(
  ports: ChatPorts,
  channelName: string,
  visitors: readonly ActiveVisitor[],
  before: HostMessageKey,
): Promise<ActiveVisitor | undefined> {
  const distinct = new Map(visitors.toReversed().map((visitor) => [visitor.tag, visitor]));
  const posts = await Promise.all(
    [...distinct.values()].map(async (visitor) => {
      const member = await ports.members.find({ channelName, tag: visitor.tag });
      const stored = (member && (await ports.messages.newestPost(member, before))) ?? 0;
      const isBefore = visitor.postId < before.chatMessageId;
      return { visitor, postId: isBefore ? Math.max(stored, visitor.postId) : stored };
    }),
  );
  const [last] = posts.filter(({ postId }) => postId > 0).sort((a, b) => b.postId - a.postId);
  return last?.visitor;
}
