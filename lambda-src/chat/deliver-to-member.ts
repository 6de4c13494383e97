import type { DeliveryOutcome } from "./deliver-to-host";
import { pushToSockets } from "./host-message";
import type { Member, MemberRef, Message } from "./model";
import { type ChatPorts, HostMoved, HostRefused, HostUnavailable } from "./ports";

/** Rows that one query takes; more are taken in the next round. */
const rowsARound = 50;

/** A round is quick: pushes go to API Gateway, not to the visitors themselves. */
const roundMilliseconds = 5_000;

/** Time for the push that follows a message's storing; below a wake-up's delay, so that most wait for nothing. */
const pushMilliseconds = 900;

/**
 * Pushes kept messages to a visitor who is back, in order. One who has gone again keeps the rest.
 * @param timeLeft milliseconds until the work must stop; what is left then is tried again at once
 */
export async function deliverToMember(
  ports: ChatPorts,
  ref: MemberRef,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  try {
    return await handOver(ports, ref, timeLeft);
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    return { done: false, retryAfterSeconds: error.retryAfterSeconds };
  }
}

async function handOver(ports: ChatPorts, ref: MemberRef, timeLeft: () => number): Promise<DeliveryOutcome> {
  while (timeLeft() > roundMilliseconds) {
    // The member first: a mailbox that is filled after this read is not emptied below.
    const member = await ports.members.find(ref);
    const rows = await ports.messages.waiting({ to: "member", ...ref }, rowsARound);
    const ripe = ripeOf(rows, ports.now());
    const left = await pushInOrder(ports, member, ripe);
    if (left.length > 0) {
      await Promise.all(left.map((message) => ports.messages.hold(message)));
      const now = await ports.members.fillMailbox(ref);
      // Who came back this very moment saw an empty mailbox.
      if (now?.sockets.some((connectionId) => !member?.sockets.includes(connectionId))) continue;
      return { done: true };
    }
    if (ripe.length < rows.length) return { done: false, retryAfterSeconds: 1 };
    if (rows.length < rowsARound) {
      if (member?.mailbox !== undefined) await ports.members.emptyMailbox(ref, member.mailbox);
      return { done: true };
    }
  }
  return { done: false, retryAfterSeconds: 0 };
}

/** The first messages, up to one that is so new that whoever has stored it may be pushing it now. */
function ripeOf(rows: readonly Message[], now: number): readonly Message[] {
  const first = rows.findIndex(({ storedAt }) => Date.parse(storedAt) > now - pushMilliseconds);
  return first === -1 ? rows : rows.slice(0, first);
}

/** @returns the messages that nobody took, from the first of them on */
async function pushInOrder(
  ports: ChatPorts,
  member: Member | undefined,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  for (const [index, message] of messages.entries()) {
    if (!member) return messages.slice(index);
    if (member.telegramChatId !== undefined) {
      await tell(ports, member.telegramChatId, message);
    } else {
      if (!(await pushToSockets(ports, member, message))) return messages.slice(index);
      await ports.messages.settle(message, "delivered");
    }
  }
  return [];
}

/** @throws HostUnavailable to be tried again later */
async function tell(ports: ChatPorts, chatId: string, message: Message): Promise<void> {
  try {
    await ports.host.tellMember(chatId, message);
    await ports.messages.settle(message, "delivered");
  } catch (error) {
    // A private chat never moves; somebody who has blocked the bot hears nothing more.
    if (!(error instanceof HostRefused || error instanceof HostMoved)) throw error;
    ports.log.error("a message cannot be delivered", error);
    await ports.deadLetters.put({ to: "member", ...message.member }, error.message, 1);
    await ports.messages.settle(message, "undeliverable");
    await ports.host.notify(
      message.hostChatId,
      `#${message.tag} cannot be reached: your message was not delivered.`,
    );
  }
}
