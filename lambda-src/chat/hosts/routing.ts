import type { ActiveVisitor, HostedChannel, Member, MemberKey } from "../model";
import type { ChatPorts } from "../ports";
import type { HostMessageKey, SentText } from "../route-store";

/** The target of a reply. */
export type ReplyTarget =
  /** A post of the bot that starts with a visitor's tag. */
  | { readonly kind: "tag"; readonly tag: string }
  /** A message of a person. */
  | { readonly kind: "message"; readonly chatMessageId: number }
  /** A post of the bot that is not about a visitor. */
  | { readonly kind: "other" };

/** Represents the part of a host's message that determines its recipient. */
export interface RoutedMessage {
  readonly hostChatId: string;
  /** Id of the message in the host's chat. */
  readonly chatMessageId: number;
  readonly repliesTo: ReplyTarget | undefined;
  /** Time of the message, ISO 8601 UTC. */
  readonly sentAt: string;
}

/** The reason why a host's message has no recipient. */
export type RoutingFault = "no visitor" | "unknown tag" | "unroutable reply";

/** Represents a recipient. */
export interface Recipient {
  readonly member: Member;
  /** Whether several visitors were active a short time ago, and the host named none of them. */
  readonly isGuess: boolean;
  /** Whether an earlier copy of the same update was handled, which may have delivered the message. */
  readonly isRepeat: boolean;
}

/** Visitors who were active within this time are easily confused. */
const guessMilliseconds = 5 * 60_000;

/**
 * Maximum duration of a delivery. A delivery that was running when another visitor's post arrived may have posted after
 * that post, and may not have stored its own post yet.
 */
const deliveryMilliseconds = 60_000;

/**
 * Finds the recipient of a host's message. The recipient is decided once and stored before any other effect. A repeated
 * update, a later reply to the message and an edit of the message therefore find the same visitor.
 * @param text absent if edits of the message are not passed on
 */
export async function route(
  ports: ChatPorts,
  channel: HostedChannel,
  message: RoutedMessage,
  text?: SentText,
): Promise<Recipient | RoutingFault> {
  const found = await decide(ports, channel, message);
  if (typeof found === "string") {
    // The update may have been routed before, when the search still found its visitor.
    const stored = await ports.routes.find(message);
    return stored ? repeated(ports, stored, found) : found;
  }
  const { channelName, memberId, tag } = found.member;
  const decision = await ports.routes.decide(message, { channelName, memberId, tag }, text);
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
 * Returns the visitor whose post is the newest before a host's message. The channel's row contains the first of each
 * visitor's consecutive posts. Parallel deliveries may not have stored all of them yet. If the newest post displaced
 * another visitor's post, or a post was displaced a short time ago, the visitors' own rows decide. This check reads
 * whole conversations, so its result is stored as soon as no delivery from that time can be running.
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
  // An update that arrives late may be older than the checked post.
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
 * Returns the visitor with the newest post before a host's message, according to the visitors' own rows. If an update
 * arrives late, the channel's row may contain only later posts. Post ids start again when a group becomes a supergroup,
 * so posts of another chat do not count.
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
