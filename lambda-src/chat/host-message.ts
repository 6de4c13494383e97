import { randomUUID } from "node:crypto";
import type { Content, HostedChannel, Member, Message } from "./model";
import { destinationOf } from "./model";
import type { ChatPorts } from "./ports";

/** What a host writes in the group, translated from Telegram's words. */
export interface HostMessage {
  /** Numbers the sender's updates; the same number is the same message. */
  readonly updateId: number;
  readonly hostChatId: string;
  /** The message's id in the host's chat, for an answer to it. */
  readonly chatMessageId: number;
  /** The tag in the message that this one replies to. */
  readonly repliesToTag: string | undefined;
  /**
   * The parts of the message, in order: a file, and what is written below it. Asked for when there is a visitor to
   * have them; `undefined`: they cannot be had.
   */
  readonly contents: () => Promise<readonly Content[] | undefined>;
  /** ISO 8601 UTC. */
  readonly sentAt: string;
}

/** What became of a host's message. */
export type HostMessageOutcome =
  | "no channel"
  | "no visitor"
  | "no content"
  | "unknown tag"
  | "ambiguous tag"
  | "repeated"
  | "queued"
  | "delivered"
  | "kept";

/**
 * Passes a host's message to its visitor: to the open sockets now, or else kept for the visitor's return.
 * It is stored before it is pushed, so that a crash in between loses nothing.
 */
export async function receiveFromHost(ports: ChatPorts, sent: HostMessage): Promise<HostMessageOutcome> {
  const channel = await ports.channels.findByHostChat(sent.hostChatId);
  if (!channel) return "no channel";
  const visitors = await visitorsMeant(ports, channel, sent.repliesToTag);
  const [visitor, other] = visitors;
  if (!visitor) return sent.repliesToTag === undefined ? "no visitor" : "unknown tag";
  if (other) return "ambiguous tag";

  const contents = await sent.contents();
  if (!contents) return "no content";
  let outcome: HostMessageOutcome = "delivered";
  for (const [part, content] of contents.entries()) {
    outcome = await pass(ports, visitor, messageTo(visitor, sent, part, content, ports.now()), outcome);
  }
  return outcome;
}

/** @param before what became of the part before: what follows must not overtake it */
async function pass(
  ports: ChatPorts,
  visitor: Member,
  message: Message,
  before: HostMessageOutcome,
): Promise<HostMessageOutcome> {
  const { added } = await ports.messages.add(message);
  // Else the deliverer, which empties the mailbox now, would let the next message overtake this one.
  if (added && visitor.mailbox !== undefined) await ports.members.fillMailbox(visitor);
  // Whoever stored it first delivers it; if that one has crashed, the wake-up makes it good.
  if (
    !added ||
    visitor.mailbox !== undefined ||
    visitor.telegramChatId !== undefined ||
    before === "queued"
  ) {
    await ports.wakeUps.wake(destinationOf(message), `message ${message.messageId}`);
    return added ? "queued" : "repeated";
  }
  if (before === "delivered" && (await pushToSockets(ports, visitor, message))) {
    await ports.messages.settle(message, "delivered");
    return "delivered";
  }
  return keep(ports, visitor, message);
}

async function visitorsMeant(
  ports: ChatPorts,
  channel: HostedChannel,
  tag: string | undefined,
): Promise<readonly Member[]> {
  if (tag !== undefined) return ports.members.findByTag(channel.channelName, tag);
  const member = channel.lastWriter && (await ports.members.find(channel.lastWriter));
  return member ? [member] : [];
}

function messageTo(visitor: Member, sent: HostMessage, part: number, content: Content, now: number): Message {
  const { channelName, memberId, memberName, tag } = visitor;
  return {
    member: { channelName, memberId },
    direction: "toVisitor",
    // Twelve digits, so that messages of one second sort by number.
    messageId: `u${String(sent.updateId).padStart(12, "0")}${part === 0 ? "" : `-${part}`}`,
    destinationMessageId: randomUUID(),
    sentAt: sent.sentAt,
    storedAt: new Date(now).toISOString(),
    content,
    memberName,
    tag,
    hostChatId: sent.hostChatId,
    firstWords: false,
    partsShown: 0,
  };
}

/**
 * Pushes a message to all open sockets of a member and forgets those that are gone.
 * @returns whether at least one took it
 */
export async function pushToSockets(
  ports: Pick<ChatPorts, "sockets" | "members">,
  visitor: Member,
  message: Message,
): Promise<boolean> {
  const results = await Promise.all(
    visitor.sockets.map(async (connectionId) => {
      const result = await ports.sockets.push(connectionId, message);
      if (result === "gone") await ports.members.removeSocket(visitor, connectionId);
      return result;
    }),
  );
  return results.includes("sent");
}

/** Keeps a message for the visitor's return; one who came back this very moment gets it from the deliverer. */
async function keep(ports: ChatPorts, visitor: Member, message: Message): Promise<HostMessageOutcome> {
  await ports.messages.hold(message);
  const now = await ports.members.fillMailbox(visitor);
  const back = now?.sockets.some((connectionId) => !visitor.sockets.includes(connectionId));
  if (!back) return "kept";
  await ports.wakeUps.wake(destinationOf(message), message.destinationMessageId);
  return "queued";
}
