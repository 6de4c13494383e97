import { reportAbsence } from "../hosts/absence";
import type { Member, Message, OutboxJob } from "../model";
import { type ChatPorts, HostMoved, HostRefused, HostUnavailable, type PushResult } from "../ports";
import type { DeliveryTimes } from "../stores";
import { copyRemoteFile } from "./copy-remote-file";
import {
  ambiguousWaitMilliseconds,
  backoffMilliseconds,
  type DeliveryOutcome,
  done,
  goesAsLink,
  isAboutToExpire,
  isExhausted,
  messagesARound,
  persist,
  reportUnavailable,
  resendMilliseconds,
  tryAgainAfter,
  tryAgainAtOnce,
} from "./delivery";
import { giveUp } from "./give-up";
import { isReachable, pushToSockets } from "./push-to-sockets";

/** Time that one message needs at least. */
const messageMilliseconds = 10_000;

type MemberJob = Extract<OutboxJob, { to: "member" }>;

/** How far the clocks of the gateway and of a function may differ. */
const clockSkewMilliseconds = 1_000;

/** What became of one message: it is settled, its visitor is offline, or it is tried again later. */
type Step = "settled" | "offline" | DeliveryOutcome;

/**
 * Delivers the pending messages of one visitor, in order. What finds nobody there stays pending until the next JOIN.
 * @param attempt counts the attempts of this notification, from 1
 * @param timeLeft milliseconds until the work must stop; the rest is tried again at once
 * @throws what a store throws
 */
export async function deliverToMember(
  ports: ChatPorts,
  job: MemberJob,
  attempt: number,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  // Such a message waited for days: its host knows that the visitor is offline.
  let someExpired = false;
  while (timeLeft() > messageMilliseconds) {
    // The member first: a mailbox that is filled after this read is not emptied below.
    const member = await ports.members.find(job);
    const resent = member ? await resend(ports, member, timeLeft) : "sent";
    if (resent === "failed") return tryAgainAfter(backoffMilliseconds(attempt));
    const messages = await ports.messages.pending(job, "toVisitor", messagesARound);
    for (const message of messages) {
      if (timeLeft() < messageMilliseconds) return tryAgainAtOnce;
      const step = await deliverOne(ports, member, message, attempt, timeLeft);
      if (step === "offline") {
        return member && !someExpired ? reportOffline(ports, message, timeLeft) : done;
      }
      if (step !== "settled") return step;
      someExpired ||= isAboutToExpire(message, ports);
    }
    if (messages.length < messagesARound) {
      if (member && resent === "sent") await ports.members.emptyMailbox(member);
      return done;
    }
  }
  return tryAgainAtOnce;
}

/** Time that the notice of a visitor's absence needs at least. */
const noticeMilliseconds = 7_000;

/** The host took a visitor for online when the message was sent: the end of a socket may be known only now. */
async function reportOffline(
  ports: ChatPorts,
  message: Message,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  const { hostChatId, chatMessageId } = message;
  if (chatMessageId === undefined) return done;
  if (timeLeft() < noticeMilliseconds) return tryAgainAtOnce;
  await reportAbsence(ports, { hostChatId, chatMessageId }, message);
  return done;
}

/**
 * Pushes again what an earlier socket may have swallowed, to each socket that has joined since, before anything that is
 * pending. API Gateway accepts a push to a connection whose other end has vanished. What was pushed before a socket's
 * last frame had surely arrived.
 * @returns "sent": nothing is owed any more; "gone": the sockets that joined are gone, so that it waits for the next
 * JOIN: an older socket may be the one that swallows; "failed": it is to be tried again
 */
async function resend(ports: ChatPorts, member: Member, timeLeft: () => number): Promise<PushResult> {
  const { sockets, resendTo, resendFrom } = member;
  if (resendFrom === undefined) return "sent";
  const since = {
    first: new Date(ports.now() - resendMilliseconds).toISOString(),
    last: new Date(resendFrom - clockSkewMilliseconds).toISOString(),
  };
  const joined = sockets.filter((it) => resendTo.includes(it));
  // A page that was opened and closed at once beside another must not leave a debt when there was nothing to push.
  if (joined.length === 0)
    return (await ports.messages.deliveredSince(member, since, "")).length === 0 ? "sent" : "gone";
  let outcome: PushResult = "gone";
  for (const connectionId of joined) {
    const result = await resendToSocket(ports, member, connectionId, since, timeLeft);
    if (result === "failed") return "failed";
    if (result === "sent") outcome = "sent";
  }
  return outcome;
}

/** Pushes again to one socket. The client drops what it has. */
async function resendToSocket(
  ports: ChatPorts,
  member: Member,
  connectionId: string,
  since: DeliveryTimes,
  timeLeft: () => number,
): Promise<PushResult> {
  for (const message of await ports.messages.deliveredSince(member, since, connectionId)) {
    if (timeLeft() < messageMilliseconds) return "failed";
    const result = await ports.sockets.push(connectionId, message, timeLeft);
    if (result === "gone") await ports.members.removeSocket(member, connectionId);
    if (result !== "sent") return result;
    await ports.messages.noteTaken(message, connectionId);
  }
  return "sent";
}

async function deliverOne(
  ports: ChatPorts,
  member: Member | undefined,
  message: Message,
  attempt: number,
  timeLeft: () => number,
): Promise<Step> {
  if (isAboutToExpire(message, ports)) {
    return giveUpForVisitor(
      ports,
      message,
      "did not come back in time: your message was not delivered.",
      attempt,
    );
  }
  if (isExhausted(message)) {
    return giveUpForVisitor(ports, message, "cannot be reached: your file was not delivered.", attempt);
  }
  if (!member || !isReachable(member)) return "offline";
  try {
    const copied = await copyRemoteFile(ports, message, timeLeft);
    if (member.telegramChatId !== undefined) {
      return await tell(ports, member.telegramChatId, copied, attempt, timeLeft);
    }
    const { kind, takenBy } = await pushToSockets(ports, member, copied, timeLeft);
    if (kind === "offline") return "offline";
    if (kind === "failed") return tryAgainAfter(backoffMilliseconds(attempt));
    await persist(ports, () => ports.messages.settle(copied, "delivered", { takenBy }), timeLeft);
    return "settled";
  } catch (error) {
    // Only the copy of a file throws these here.
    if (error instanceof HostRefused) {
      const why =
        error.reason === "too large" ? "it is too large for a bot" : "Telegram does not give it out";
      return giveUpForVisitor(ports, message, `did not receive your file: ${why}.`, attempt);
    }
    if (!(error instanceof HostUnavailable)) throw error;
    reportUnavailable(ports, message, error);
    return later(error, attempt);
  }
}

/** Sends a message to a member's private chat. A file's attempts are counted before each, because one may succeed unanswered. */
async function tell(
  ports: ChatPorts,
  chatId: string,
  message: Message,
  attempt: number,
  timeLeft: () => number,
): Promise<Step> {
  const isFile = message.content.type === "file" && !goesAsLink(message);
  const attempted = isFile ? { ...message, tries: message.tries + 1 } : message;
  if (isFile) await ports.messages.advance(message, { tries: attempted.tries });
  try {
    await ports.host.tellMember(chatId, message, timeLeft);
  } catch (error) {
    // A private chat never moves; somebody who has blocked the bot hears nothing more.
    if (error instanceof HostRefused || error instanceof HostMoved) {
      return giveUpForVisitor(ports, message, "cannot be reached: your message was not delivered.", attempt);
    }
    if (!(error instanceof HostUnavailable)) {
      // The object store has failed, for example: nothing was sent.
      if (isFile) await ports.messages.advance(message, { tries: message.tries });
      throw error;
    }
    reportUnavailable(ports, message, error);
    const { ambiguous } = error.details;
    const tries = ambiguous ? Math.max(attempted.tries, message.tries + 1) : message.tries;
    if (tries !== attempted.tries) await ports.messages.advance(message, { tries });
    return later(error, ambiguous ? tries : attempt);
  }
  await persist(ports, () => ports.messages.settle(message, "delivered"), timeLeft);
  return "settled";
}

function later({ details }: HostUnavailable, attempts: number): DeliveryOutcome {
  if (details.retryAfterMilliseconds !== undefined) return tryAgainAfter(details.retryAfterMilliseconds);
  return tryAgainAfter(
    details.ambiguous ? ambiguousWaitMilliseconds(attempts) : backoffMilliseconds(attempts),
  );
}

async function giveUpForVisitor(
  ports: ChatPorts,
  message: Message,
  sentence: string,
  attempt: number,
): Promise<Step> {
  const { hostChatId, tag, memberName } = message;
  const wait = await giveUp(ports, message, sentence, attempt, () =>
    ports.host.notify(hostChatId, `#${tag} ${memberName} ${sentence}`),
  );
  return wait === undefined ? "settled" : tryAgainAfter(wait);
}
