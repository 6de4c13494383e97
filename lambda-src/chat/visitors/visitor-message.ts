import { randomUUID } from "node:crypto";
import { notifyOutbox } from "../delivery/notify-outbox";
import { type Arrival, type Content, type Identity, jobOf, type Message } from "../model";
import type { ChatPorts } from "../ports";
import { trustedTime } from "../time";
import { type Admission, admit, countFrame } from "./frame-limit";

/** Represents a visitor's message, from any protocol. */
export interface VisitorMessage {
  readonly messageId: string;
  /** Returns the content. Called only if the visitor may send. */
  readonly content: (sender: Identity) => Content | Promise<Content>;
  /** Size of the text in bytes of UTF-8; 0 for a file, which is stored elsewhere. */
  readonly textBytes: number;
  /** Time of the visitor's own clock, ISO 8601 UTC. */
  readonly timestamp: string;
}

/** Represents the promise that a message is stored durably. */
export type Acknowledgement = Pick<Message, "messageId" | "destinationMessageId" | "storedAt">;

/**
 * Receives a message from a socket.
 * @throws ChatError notJoined, tooMany, and errors of `content`
 */
export async function receiveFromSocket(
  ports: ChatPorts,
  arrival: Arrival,
  sent: VisitorMessage,
): Promise<Acknowledgement> {
  const size = (sender: Identity) => ({ bytes: bytesOf(sender, sent) });
  const { identity, firstWords, waitsUntil } = await admit(ports, arrival, size);
  return receive(ports, identity, sent, { firstWords, waitsUntil });
}

/**
 * Receives a message from a private Telegram chat.
 * @throws ChatError notJoined, tooMany, and errors of `content`
 */
export async function receiveFromChat(
  ports: ChatPorts,
  sender: Identity,
  sent: VisitorMessage,
): Promise<Acknowledgement> {
  return receive(ports, sender, sent, await countFrame(ports, sender, { bytes: bytesOf(sender, sent) }));
}

/** Maximum size of the parts of a message's row that the visitor does not choose, in bytes. */
const fixedBytes = 400;

/** Maximum size of a file's key, names and types in a message's row, in bytes. */
const fileBytes = 1024;

/**
 * Returns the size to which the row of a message may grow. The size of a day's messages is limited, so that `HIS` can
 * read all of them.
 */
function bytesOf(
  { channelName, memberId, memberName }: Identity,
  { messageId, textBytes }: VisitorMessage,
): number {
  const names = Buffer.byteLength(channelName + memberId + memberName);
  // The id is part of the key, and in the key of the index while the message is pending.
  return fixedBytes + names + 2 * messageId.length + (textBytes || fileBytes);
}

/**
 * Stores a visitor's message as pending for the host, and notifies the outbox. A repeated messageId gets the same
 * acknowledgement, and the host receives the message once.
 */
async function receive(
  ports: ChatPorts,
  sender: Identity,
  sent: VisitorMessage,
  { firstWords, waitsUntil }: Admission,
): Promise<Acknowledgement> {
  try {
    const { added, stored, pending } = await store(ports, sender, sent, firstWords);
    // A repeated message is notified too, because the first notification may have been lost. If the conversation waits,
    // its hidden notification delivers this message too. Further notifications would fill the first 120,000 messages of
    // the queue, where SQS searches for other groups.
    if (pending && waitsUntil <= ports.now()) {
      await notifyOutbox(ports, jobOf(stored));
    }
    if (!added && firstWords) {
      await takeBackFirstWords(ports, sender);
    }
    const { messageId, destinationMessageId, storedAt } = stored;
    return { messageId, destinationMessageId, storedAt };
  } catch (error) {
    if (firstWords) {
      await takeBackFirstWords(ports, sender);
    }
    throw error;
  }
}

async function store(ports: ChatPorts, sender: Identity, sent: VisitorMessage, firstWords: boolean) {
  const { channelName, memberId, memberName, tag, hostChatId } = sender;
  const now = ports.now();
  return ports.messages.add({
    member: { channelName, memberId },
    direction: "toHost",
    messageId: sent.messageId,
    destinationMessageId: randomUUID(),
    sentAt: trustedTime(sent.timestamp, now),
    storedAt: new Date(now).toISOString(),
    expiresAt: now + ports.retentionMilliseconds,
    content: await sent.content(sender),
    memberName,
    tag,
    hostChatId,
    firstWords,
    partsShown: 0,
    tries: 0,
  });
}

/**
 * Clears the mark that the visitor has sent a first message. The host does not receive this message, so the next one
 * counts as the first.
 */
async function takeBackFirstWords(ports: ChatPorts, sender: Identity): Promise<void> {
  try {
    await ports.members.noteAbsence(sender);
  } catch (error) {
    ports.log.error("a visitor will not be announced", error);
  }
}
