import { type HostedChannel, type Message, memberKeyOf } from "../model";
import type { ChatPorts, HostUnavailable, NoticeOutcome } from "../ports";

/** How far back a JOIN asks for messages that were pushed to a socket which may have been dead. */
export const resendMilliseconds = 10 * 60_000;

/** How a delivery ended: all is settled, or something is pending and is to be tried again. */
export type DeliveryOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly retryAfterMilliseconds: number };

export const done: DeliveryOutcome = { done: true };

export const tryAgainAtOnce: DeliveryOutcome = { done: false, retryAfterMilliseconds: 0 };

export function tryAgainAfter(retryAfterMilliseconds: number): DeliveryOutcome {
  return { done: false, retryAfterMilliseconds };
}

/** Time that a message to a visitor needs at least. */
export const messageMilliseconds = 10_000;

/** Messages that one query reads; more are read in the next round. */
export const messagesARound = 50;

/** The longest wait between two attempts, unless Telegram asks for a longer one. */
const backoffMaxMilliseconds = 60_000;

/** The wait after so many failures in a row: 2, 4, 8 … 60 s. */
export function backoffMilliseconds(failures: number): number {
  return Math.min(backoffMaxMilliseconds, 1000 * 2 ** Math.min(Math.max(failures, 1), 10));
}

/** The wait after an attempt that may have succeeded: each further one may show the message once more. */
export function ambiguousWaitMilliseconds(tries: number): number {
  return [10_000, 30_000][tries - 1] ?? backoffMaxMilliseconds;
}

/** Conversations that wait for the same chat come back spread over at least this time. */
const jitterMinMilliseconds = 2_000;

/** Beyond this, a longer wait would save little and be felt. */
const jitterMaxMilliseconds = 5 * 60_000;

/**
 * Returns how much later than the chat allows a conversation comes back. A group takes 20 messages a minute: the longer
 * a message has waited, the more conversations wait beside it, and each that comes back too early is paid for nothing.
 * After faults of Telegram nothing is crowded, and all come back soon.
 */
export function jitterMilliseconds(
  { now, random }: Pick<ChatPorts, "now" | "random">,
  { failures }: Pick<HostedChannel, "failures">,
  { storedAt }: Pick<Message, "storedAt">,
): number {
  const crowd = failures > 0 ? 0 : (now() - Date.parse(storedAt)) / 2;
  return random() * Math.min(Math.max(jitterMinMilliseconds, crowd), jitterMaxMilliseconds);
}

/** A notice that may have been shown is tried at most so often. */
const ambiguousNoticesMax = 3;

/**
 * Returns when a notice is tried again. A chat where only an operator can help must not hold up the visitor's other
 * messages, so its notice is not tried again.
 * @param attempt counts the attempts, from 1
 * @returns milliseconds; `undefined` when the notice needs no other attempt
 */
export function noticeWaitMilliseconds(outcome: NoticeOutcome, attempt: number): number | undefined {
  if (outcome.kind !== "unavailable") {
    return undefined;
  }
  const { retryAfterMilliseconds, ambiguous, needsAttention } = outcome.reason.details;
  if (needsAttention || (ambiguous && attempt >= ambiguousNoticesMax)) {
    return undefined;
  }
  if (retryAfterMilliseconds !== undefined) {
    return retryAfterMilliseconds;
  }
  return ambiguous ? ambiguousWaitMilliseconds(attempt) : backoffMilliseconds(attempt);
}

/** A file is tried at most so often as a file, then its link is sent as a text, so often again. */
const fileTriesMax = 3;

/** True when a file was tried too often as a file. */
export function goesAsLink({ content, tries }: Pick<Message, "content" | "tries">): boolean {
  return content.type === "file" && tries >= fileTriesMax;
}

/** True when neither the file nor its link could be delivered for sure. */
export function isExhausted({ content, tries }: Message): boolean {
  return content.type !== "text" && tries >= 2 * fileTriesMax;
}

/** Logs why a message is delivered later, and calls an operator if a retry alone will not help. */
export function reportUnavailable(
  ports: Pick<ChatPorts, "attention" | "log">,
  message: Message,
  reason: HostUnavailable,
): void {
  const { retryAfterMilliseconds = -1, ambiguous, needsAttention = false } = reason.details;
  if (needsAttention) {
    ports.attention.request(message, reason);
  } else {
    const fields = { direction: message.direction, retryAfterMilliseconds, ambiguous };
    ports.log.warn("a message is delivered later", { ...fields, reason: reason.message });
  }
}

/** A notification is hidden for a while before the sweep and later messages know of it. */
const longWaitMilliseconds = 5_000;

/**
 * Stores that a conversation waits, so that neither the sweep nor a new message notifies the outbox meanwhile. SQS looks
 * for other groups only among the first 120,000 messages of a FIFO queue:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/avoid-backlog-with-the-same-message-group-id.html
 */
export async function waitFor(
  ports: Pick<ChatPorts, "messages" | "members" | "now">,
  head: Message,
  milliseconds: number,
): Promise<DeliveryOutcome> {
  if (milliseconds > longWaitMilliseconds) {
    const waitsUntil = ports.now() + milliseconds;
    await ports.messages.advance(head, { waitsUntil });
    await ports.members.noteWait(memberKeyOf(head), waitsUntil);
  }
  return tryAgainAfter(milliseconds);
}

/** Waits between two attempts to store what has happened already; the first ones are the store's own. */
const persistPauses = [500, 1_000, 2_000, 4_000];

/**
 * Stores what a post has done, against a store that fails for a while: without it the post would be sent again.
 * @throws what the store throws, when it does not recover in time
 */
export async function persist<T>(
  ports: Pick<ChatPorts, "sleep">,
  work: () => Promise<T>,
  timeLeft: () => number,
): Promise<T> {
  for (const pause of persistPauses) {
    try {
      return await work();
    } catch (error) {
      if (timeLeft() < pause + 4_000) {
        throw error;
      }
      await ports.sleep(pause);
    }
  }
  return work();
}

/** Timers and clocks of functions differ by less. */
const toleranceMilliseconds = 100;

/**
 * The first messages, up to one that is so new that an earlier one may still come. A burst is waited for once, so that
 * its texts go together.
 * @returns also how long to wait for the others; 0 if there are none
 */
export function oldEnough(
  messages: readonly Message[],
  { now, orderWindowMilliseconds }: Pick<ChatPorts, "now" | "orderWindowMilliseconds">,
): { readonly ready: readonly Message[]; readonly waitMilliseconds: number } {
  const window = orderWindowMilliseconds - toleranceMilliseconds;
  const ages = messages.map(({ storedAt }) => now() - Date.parse(storedAt));
  const first = ages.findIndex((age) => age < window);
  if (first === -1) {
    return { ready: messages, waitMilliseconds: 0 };
  }
  const waitMilliseconds = window - Math.min(...ages.slice(first));
  const isBurst = Math.max(...ages) < 1.5 * window;
  return { ready: isBurst ? [] : messages.slice(0, first), waitMilliseconds };
}

const dayMilliseconds = 24 * 3600 * 1000;

/** True when a pending message is about to be deleted: it is given up with a notice before that. */
export function isAboutToExpire(
  { expiresAt }: Pick<Message, "expiresAt">,
  { now, retentionMilliseconds }: Pick<ChatPorts, "now" | "retentionMilliseconds">,
): boolean {
  return expiresAt - now() < Math.min(dayMilliseconds, retentionMilliseconds / 2);
}
