import { randomUUID } from "node:crypto";
import { notifyOutbox } from "../delivery/notify-outbox";
import { isReachable, pushToSockets } from "../delivery/push-to-sockets";
import { type Content, type HostedChannel, jobOf, type Member, type Message } from "../model";
import type { ChatPorts } from "../ports";
import { type RoutedMessage, type RoutingFault, route } from "./routing";

/** Represents a host's message in the group, without Telegram's own terms. */
export interface HostMessage extends RoutedMessage {
  /** Number of the sender's update. The same number means the same message. */
  readonly updateId: number;
  /** Parts of the message, in order: a file, and its caption. */
  readonly contents: readonly Content[];
  /** ISO 8601 UTC. */
  readonly sentAt: string;
}

/** Represents the result of a host's message. */
export type HostMessageOutcome =
  | { readonly kind: "no channel" | RoutingFault }
  | {
      readonly kind: "delivered" | "queued" | "stored";
      readonly member: Member;
      /** Whether the host named no visitor, and several are possible. */
      readonly isGuess: boolean;
    };

/**
 * The outbox pushes messages again at the earliest a second after a JOIN. A message stored later than that is missed.
 */
const joinMilliseconds = 700;

/** All pushes of one message end within this time, because the gateway's 29 s also include the calls to the tables. */
const pushMilliseconds = 10_000;

/**
 * Passes a host's message to its visitor: to the open sockets now, or else through the outbox. Survives a crash after
 * each step, because Telegram sends the update again: route, push, store as delivered; or store as pending, mark the
 * mailbox, notify the outbox if the visitor can be reached.
 * @throws errors of a store
 */
export async function receiveFromHost(ports: ChatPorts, sent: HostMessage): Promise<HostMessageOutcome> {
  const begun = ports.now();
  const channel = await ports.channels.findByHostChat(sent.hostChatId);
  if (!channel) {
    return { kind: "no channel" };
  }
  const routed = await routeOrWait(ports, channel, sent);
  if (typeof routed === "string") {
    return { kind: routed };
  }

  const { member, isGuess, isRepeat } = routed;
  const end = ports.now() + pushMilliseconds;
  // A message must not overtake a pending one.
  let mayPush = member.mailbox === undefined && member.telegramChatId === undefined;
  let kind: "delivered" | "queued" | "stored" = "delivered";
  for (const [part, content] of sent.contents.entries()) {
    const message = messageTo(member, sent, part, content, ports);
    const before = isRepeat
      ? await ports.messages.find(message.member, "toVisitor", message.messageId)
      : "none";
    if (before === "settled") {
      // The copy of the update that delivered it may have ended before it looked for new sockets.
      await resendTo(ports, member, member.sockets, Date.parse(sent.sentAt));
      continue;
    }
    mayPush &&= content.type !== "remote file" && before === "none";
    const pushed = mayPush && (await pushToSockets(ports, member, message, () => end - ports.now()));
    if (pushed && pushed.kind === "taken") {
      await ports.messages.addDelivered(message, pushed.takenBy);
      if (ports.now() - begun > joinMilliseconds) {
        await resendToNewSockets(ports, member, begun);
      }
      continue;
    }
    mayPush = false;
    const { pending } = await ports.messages.add(message);
    // Another copy of this update may have delivered it.
    if (!pending) {
      continue;
    }
    const now = await ports.members.fillMailbox(member);
    if (now && isReachable(now)) {
      if (kind === "delivered") {
        kind = "queued";
      }
      await notifyOutbox(ports, jobOf(message));
    } else if (await isFirstPending(ports, member, message)) {
      kind = "stored";
    }
    // For an offline visitor, the next JOIN finds the mailbox and notifies the outbox.
    else if (kind === "delivered") {
      kind = "queued";
    }
  }
  return { kind, member, isGuess };
}

/** Resends to sockets that joined while a message was pushed or stored, because they have not received it. */
async function resendToNewSockets(ports: ChatPorts, member: Member, since: number): Promise<void> {
  const now = await ports.members.find(member);
  const joined = now?.sockets.filter((connectionId) => !member.sockets.includes(connectionId)) ?? [];
  await resendTo(ports, member, joined, since);
}

/** Has the outbox push what was delivered after a time to those sockets that have not taken it. */
async function resendTo(
  ports: ChatPorts,
  member: Member,
  sockets: readonly string[],
  since: number,
): Promise<void> {
  if (sockets.length === 0) {
    return;
  }
  await ports.members.resend(member, sockets, since);
  const { channelName, memberId, tag } = member;
  await ports.outbox.notify({ to: "member", channelName, memberId, tag });
}

/** Pending messages that are searched for the first one of the host. */
const pendingMessages = 50;

/**
 * Returns whether to notify the host that the visitor is offline, which happens only for the first pending message of
 * the host. A notice of Kite may be pending before it, and a mailbox may exist without any message.
 */
async function isFirstPending(
  ports: Pick<ChatPorts, "messages">,
  member: Member,
  { messageId }: Message,
): Promise<boolean> {
  if (member.telegramChatId !== undefined) {
    return false;
  }
  const isFromHost = ({ chatMessageId }: Message) => chatMessageId !== undefined;
  const [first] = await ports.messages.pending(member, "toVisitor", 1);
  if (!first || isFromHost(first)) {
    return first?.messageId === messageId;
  }
  const pending = await ports.messages.pending(member, "toVisitor", pendingMessages);
  return pending.find(isFromHost)?.messageId === messageId;
}

/** Time in which a visitor's post may not be stored as the newest yet, because a host may answer very quickly. */
const postMilliseconds = 500;

async function routeOrWait(ports: ChatPorts, channel: HostedChannel, sent: HostMessage) {
  const routed = await route(ports, channel, sent);
  if (routed !== "no visitor") {
    return routed;
  }
  await ports.sleep(postMilliseconds);
  const later = await ports.channels.findByHostChat(sent.hostChatId);
  return later ? route(ports, later, sent) : routed;
}

function messageTo(
  member: Member,
  sent: HostMessage,
  part: number,
  content: Content,
  ports: Pick<ChatPorts, "now" | "retentionMilliseconds">,
): Message {
  const { channelName, memberId, memberName, tag } = member;
  const now = ports.now();
  return {
    member: { channelName, memberId },
    direction: "toVisitor",
    messageId: messageIdOf(sent.updateId, part),
    destinationMessageId: randomUUID(),
    sentAt: sent.sentAt,
    storedAt: new Date(now).toISOString(),
    expiresAt: now + ports.retentionMilliseconds,
    content,
    memberName,
    tag,
    hostChatId: sent.hostChatId,
    chatMessageId: sent.chatMessageId,
    firstWords: false,
    partsShown: 0,
    tries: 0,
  };
}

/** Returns the id of a part of a Telegram message. Twelve digits make ids of messages in one second sort by number. */
export function messageIdOf(updateId: number, part: number): string {
  return `u${String(updateId).padStart(12, "0")}${part === 0 ? "" : `-${part}`}`;
}
