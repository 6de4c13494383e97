import { reportAbsence } from "../hosts/absence";
import type { Member, Message, OutboxJob } from "../model";
import { type ChatPorts, HostMoved, HostRefused, HostUnavailable } from "../ports";
import { hostNotices, undeliverable } from "../texts/english";
import { copyRemoteFile } from "./copy-remote-file";
import {
  ambiguousWaitMilliseconds,
  backoffMilliseconds,
  type DeliveryOutcome,
  done,
  goesAsLink,
  isAboutToExpire,
  isExhausted,
  messageMilliseconds,
  messagesARound,
  persist,
  reportUnavailable,
  tryAgainAfter,
  tryAgainAtOnce,
} from "./delivery";
import { giveUp } from "./give-up";
import type { Delivery } from "./host-delivery";
import { pushAgain } from "./push-again";
import { isReachable, pushToSockets } from "./push-to-sockets";

type MemberJob = Extract<OutboxJob, { to: "member" }>;

/** Represents one attempt to deliver the messages of a member. */
type Attempt = Omit<Delivery, "channel">;

/** The result for one message: it is settled, its visitor is offline, or it is retried later. */
type Step = "settled" | "offline" | DeliveryOutcome;

/**
 * Delivers the pending messages of one visitor, in order. Messages for an offline visitor stay pending until the next
 * JOIN.
 * @param attempt number of the notification's attempt, from 1
 * @param timeLeft milliseconds until the work must stop; the rest is retried immediately
 * @throws errors of a store
 */
export async function deliverToMember(
  ports: ChatPorts,
  job: MemberJob,
  attempt: number,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  const delivery = { ports, attempt, timeLeft };
  // An expired message was pending for days, so its host knows that the visitor is offline.
  let someExpired = false;
  while (timeLeft() > messageMilliseconds) {
    // The member is read first, so that a mailbox that is filled after this read is not emptied below.
    const member = await ports.members.find(job);
    const { isPaid, failed } = member
      ? await pushAgain(ports, member, timeLeft)
      : { isPaid: true, failed: [] };
    const isFailing = failed.length > 0;
    // No message may overtake those that must be pushed to a socket again.
    const reachable = member && { ...member, sockets: member.sockets.filter((it) => !failed.includes(it)) };
    if (isFailing && reachable?.sockets.length === 0) {
      return tryAgainAfter(backoffMilliseconds(attempt));
    }
    const messages = await ports.messages.pending(job, "toVisitor", messagesARound);
    for (const [index, message] of messages.entries()) {
      if (timeLeft() < messageMilliseconds) {
        return tryAgainAtOnce;
      }
      const step = await deliverOne(delivery, reachable, message);
      if (step === "offline" && isFailing) {
        return tryAgainAfter(backoffMilliseconds(attempt));
      }
      if (step === "offline") {
        return member && !someExpired ? reportOffline(delivery, messages.slice(index)) : done;
      }
      if (step !== "settled") {
        return step;
      }
      someExpired ||= isAboutToExpire(message, ports);
    }
    if (messages.length < messagesARound) {
      if (isFailing && (attempt < failingAttemptsMax || timeLeft() < messageMilliseconds)) {
        return tryAgainAfter(backoffMilliseconds(attempt));
      }
      if (!member || !isPaid) {
        return done;
      }
      const waitMilliseconds = joiningMilliseconds(ports, member);
      if (waitMilliseconds > 0) {
        return tryAgainAfter(waitMilliseconds);
      }
      await ports.members.emptyMailbox(member);
      return done;
    }
  }
  return tryAgainAtOnce;
}

/**
 * Maximum number of attempts of one notification while some of a visitor's sockets fail. A notification that is retried
 * blocks the later notifications of the visitor, so after that many attempts the next one continues.
 */
const failingAttemptsMax = 3;

/** A message that was being pushed when a socket joined is stored within this time after the JOIN. */
const underWayMilliseconds = 1_000;

/**
 * Returns for how long a message that the new socket has missed may not be stored yet, in milliseconds. The
 * notification of the socket's JOIN arrives after that time, unless the stage's queue has no delay.
 */
function joiningMilliseconds({ now }: Pick<ChatPorts, "now">, { resendTo, joinedAt = 0 }: Member): number {
  return resendTo.length > 0 ? joinedAt + underWayMilliseconds - now() : 0;
}

/** Minimum remaining time for sending the notice that a visitor is offline. */
const noticeMilliseconds = 7_000;

/**
 * Notifies the host, in reply to the first pending message, that the visitor is offline. The visitor counted as online
 * when the host sent the message. This delivery may be the first to detect that the socket is closed.
 */
async function reportOffline(
  { ports, timeLeft }: Attempt,
  pending: readonly Message[],
): Promise<DeliveryOutcome> {
  const message = pending.find((it) => it.chatMessageId !== undefined);
  if (message?.chatMessageId === undefined) {
    return done;
  }
  const { hostChatId, chatMessageId } = message;
  if (timeLeft() < noticeMilliseconds) {
    return tryAgainAtOnce;
  }
  await reportAbsence(ports, { hostChatId, chatMessageId }, message);
  return done;
}

async function deliverOne(delivery: Attempt, member: Member | undefined, message: Message): Promise<Step> {
  const { ports, attempt, timeLeft } = delivery;
  if (isAboutToExpire(message, ports)) {
    return giveUpForVisitor(delivery, message, undeliverable.visitorExpired, hostNotices.didNotComeBack);
  }
  if (isExhausted(message)) {
    return giveUpForVisitor(delivery, message, undeliverable.visitorExhausted, hostNotices.fileUndeliverable);
  }
  if (!member || !isReachable(member)) {
    return "offline";
  }
  try {
    const copied = await copyRemoteFile(ports, message, timeLeft);
    if (member.telegramChatId !== undefined) {
      return await tell(delivery, member.telegramChatId, copied);
    }
    const { kind, takenBy } = await pushToSockets(ports, member, copied, timeLeft);
    if (kind === "offline") {
      return "offline";
    }
    if (kind === "failed") {
      return tryAgainAfter(backoffMilliseconds(attempt));
    }
    await persist(ports, () => ports.messages.settle(copied, "delivered", { takenBy }), timeLeft);
    return "settled";
  } catch (error) {
    // In this block, only the copy of a file throws HostRefused or HostUnavailable.
    if (error instanceof HostRefused) {
      const notice = error.reason === "too large" ? hostNotices.fileTooLarge : hostNotices.fileGone;
      return giveUpForVisitor(delivery, message, undeliverable.fileNotProvided(error.message), notice);
    }
    if (!(error instanceof HostUnavailable)) {
      throw error;
    }
    reportUnavailable(ports, message, error);
    return later(error, attempt);
  }
}

/**
 * Sends a message to a member's private chat. Counts a file's attempt first, because it may succeed without an answer.
 * If another invocation has settled the file meanwhile, it is not sent again.
 */
async function tell(delivery: Attempt, chatId: string, message: Message): Promise<Step> {
  const { ports, attempt, timeLeft } = delivery;
  const isFile = message.content.type === "file" && !goesAsLink(message);
  const attempted = isFile ? { ...message, tries: message.tries + 1 } : message;
  if (isFile && !(await ports.messages.advance(message, { tries: attempted.tries }))) {
    return "settled";
  }
  try {
    await ports.host.tellMember(chatId, message, timeLeft);
  } catch (error) {
    // A private chat never moves, and a person who has blocked the bot receives nothing.
    if (error instanceof HostRefused || error instanceof HostMoved) {
      const reason = undeliverable.visitorUnreachable(error.message);
      return giveUpForVisitor(delivery, message, reason, hostNotices.messageUndeliverable);
    }
    if (!(error instanceof HostUnavailable)) {
      // Nothing was sent. For example, the object store has failed.
      if (isFile) {
        await ports.messages.advance(message, { tries: message.tries });
      }
      throw error;
    }
    reportUnavailable(ports, message, error);
    const { ambiguous } = error.details;
    const tries = ambiguous ? Math.max(attempted.tries, message.tries + 1) : message.tries;
    if (tries !== attempted.tries) {
      await ports.messages.advance(message, { tries });
    }
    return later(error, ambiguous ? tries : attempt);
  }
  await persist(ports, () => ports.messages.settle(message, "delivered"), timeLeft);
  return "settled";
}

function later({ details }: HostUnavailable, attempts: number): DeliveryOutcome {
  if (details.retryAfterMilliseconds !== undefined) {
    return tryAgainAfter(details.retryAfterMilliseconds);
  }
  return tryAgainAfter(
    details.ambiguous ? ambiguousWaitMilliseconds(attempts) : backoffMilliseconds(attempts),
  );
}

async function giveUpForVisitor(
  { ports, attempt }: Attempt,
  message: Message,
  reason: string,
  notice: (visitor: Message) => string,
): Promise<Step> {
  const wait = await giveUp(ports, message, reason, attempt, () =>
    ports.host.notify(message.hostChatId, notice(message)),
  );
  return wait === undefined ? "settled" : tryAgainAfter(wait);
}
