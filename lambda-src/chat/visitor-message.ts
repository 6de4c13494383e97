import { randomUUID } from "node:crypto";
import { ChatError } from "./errors";
import { countFrame } from "./frame-limit";
import { type Content, destinationOf, type Identity, type Message } from "./model";
import type { ChatPorts } from "./ports";
import { trustedTime } from "./time";

/** What a visitor sends, in whatever language. */
export interface VisitorMessage {
  readonly messageId: string;
  /** What it holds; asked for only when the visitor may speak. */
  readonly content: (sender: Identity) => Content | Promise<Content>;
  /** The visitor's own clock; ISO 8601 UTC. */
  readonly timestamp: string;
}

/** The promise that a message is stored durably. */
export interface Acknowledgement {
  readonly messageId: string;
  readonly destinationMessageId: string;
  /** ISO 8601 UTC. */
  readonly storedAt: string;
}

/**
 * Takes a message from a socket.
 * @throws ChatError notJoined, tooMany, and what `content` throws
 */
export async function receiveFromSocket(
  ports: ChatPorts,
  connectionId: string,
  sent: VisitorMessage,
): Promise<Acknowledgement> {
  const connection = await ports.connections.find(connectionId);
  if (!connection?.identity) throw new ChatError("notJoined", "Send JOIN first.");
  return receiveFromVisitor(ports, connection.identity, sent);
}

/**
 * Stores a visitor's message as one that waits for the host, and wakes the deliverer.
 * The same messageId again gives the same acknowledgement and reaches the host once.
 * @throws ChatError notJoined, tooMany, and what `content` throws
 */
export async function receiveFromVisitor(
  ports: ChatPorts,
  sender: Identity,
  sent: VisitorMessage,
): Promise<Acknowledgement> {
  const { firstWords } = await countFrame(ports, sender, { speaks: true });
  try {
    const { added, stored } = await store(ports, sender, sent, firstWords);
    if (added) await wakeHost(ports, stored);
    else if (firstWords) await takeBackFirstWords(ports, sender);
    const { messageId, destinationMessageId, storedAt } = stored;
    return { messageId, destinationMessageId, storedAt };
  } catch (error) {
    if (firstWords) await takeBackFirstWords(ports, sender);
    throw error;
  }
}

async function store(
  ports: ChatPorts,
  sender: Identity,
  sent: VisitorMessage,
  firstWords: boolean,
): Promise<{ readonly added: boolean; readonly stored: Message }> {
  const { channelName, memberId, memberName, tag, hostChatId } = sender;
  const now = ports.now();
  return ports.messages.add({
    member: { channelName, memberId },
    direction: "toHost",
    messageId: sent.messageId,
    destinationMessageId: randomUUID(),
    sentAt: trustedTime(sent.timestamp, now),
    storedAt: new Date(now).toISOString(),
    content: await sent.content(sender),
    memberName,
    tag,
    hostChatId,
    firstWords,
    partsShown: 0,
  });
}

/** Nothing new goes to the host: the next message will be the first that it hears of this visitor. */
async function takeBackFirstWords(ports: ChatPorts, sender: Identity): Promise<void> {
  try {
    await ports.members.noteAbsence(sender);
  } catch (error) {
    ports.log.error("a visitor will not be announced", error);
  }
}

/** The row is the promise: a wake-up that fails is made good by the next one, or by the sweep. */
async function wakeHost(ports: ChatPorts, message: Message): Promise<void> {
  try {
    await ports.wakeUps.wake(destinationOf(message), message.destinationMessageId);
  } catch (error) {
    ports.log.error("wake-up failed; the sweep will find the message", error);
  }
}
