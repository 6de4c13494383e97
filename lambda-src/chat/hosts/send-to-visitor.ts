import { randomUUID } from "node:crypto";
import { notifyOutbox } from "../delivery/notify-outbox";
import { isReachable, pushToSockets } from "../delivery/push-to-sockets";
import { withFileKey } from "../file-keys";
import { type Content, jobOf, type Member, type Message, type SentContent } from "../model";
import type { ChatPorts } from "../ports";
import type { HostMessageKey } from "../route-store";

/** Represents what a host sends to a visitor with one update. */
export interface SentByHost extends HostMessageKey {
  /** Number of the sender's update. The same number means the same message. */
  readonly updateId: number;
  /** Parts of the message, in order: a file, and its caption. */
  readonly contents: readonly SentContent[];
  /** ISO 8601 UTC. */
  readonly sentAt: string;
}

/** "queued": the outbox delivers it. "stored": the visitor is offline, and the host does not know that yet. */
export type SendOutcome = "delivered" | "queued" | "stored";

/** Represents the handling of an update. */
interface Handling {
  /** Time when it began, in milliseconds since the epoch. */
  readonly begun: number;
  /** Whether an earlier copy of the update may have been handled. */
  readonly isRepeat: boolean;
}

/**
 * If an update takes longer than this, new sockets are looked up. After a JOIN, the outbox pushes messages again a
 * second later at the earliest, and misses messages that are stored after that.
 */
const joinMilliseconds = 700;

/** All pushes of one message end within this time, because the gateway's 29 s also include the calls to the tables. */
const pushMilliseconds = 10_000;

/**
 * Sends a host's message to its visitor. Pushes the message to the open sockets and stores it as delivered. If that is
 * not possible, stores the message as pending, marks the mailbox, and notifies the outbox if the visitor can be
 * reached. A crash after any of these steps loses nothing, because Telegram sends the update again.
 * @throws errors of a store
 */
export async function sendToVisitor(
  ports: ChatPorts,
  member: Member,
  sent: SentByHost,
  { begun, isRepeat }: Handling,
): Promise<SendOutcome> {
  const end = ports.now() + pushMilliseconds;
  // A message must not overtake a pending one.
  let mayPush = member.mailbox === undefined && member.telegramChatId === undefined;
  let kind: SendOutcome = "delivered";
  for (const [part, sentContent] of sent.contents.entries()) {
    const content = await withFileKey(ports.files, member, sentContent);
    const message = messageTo(member, sent, part, content, ports);
    const before = isRepeat
      ? await ports.messages.find(message.member, "toVisitor", message.messageId)
      : "none";
    if (before === "settled") {
      // The copy of the update that delivered the message may have crashed before it looked for new sockets.
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
    // Another copy of this update may have delivered the message.
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
  return kind;
}

/** Resends to sockets that joined while a message was pushed or stored, because they have not received it. */
async function resendToNewSockets(ports: ChatPorts, member: Member, since: number): Promise<void> {
  const now = await ports.members.find(member);
  const joined = now?.sockets.filter((connectionId) => !member.sockets.includes(connectionId)) ?? [];
  await resendTo(ports, member, joined, since);
}

/** Lets the outbox push the messages that were delivered after a time to those sockets that have not received them. */
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

/** Number of pending messages that are searched for the host's first one. */
const pendingMessages = 50;

/**
 * Returns whether to notify the host that the visitor is offline, which happens only for the first pending message of
 * the host. A notice of Kite may be pending before that message, and a mailbox may exist without any message.
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

function messageTo(
  member: Member,
  sent: SentByHost,
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

/**
 * Returns the id of a part of a Telegram message. The number has twelve digits, so that the ids of messages within one
 * second sort by number.
 */
export function messageIdOf(updateId: number, part: number): string {
  return `u${String(updateId).padStart(12, "0")}${part === 0 ? "" : `-${part}`}`;
}
