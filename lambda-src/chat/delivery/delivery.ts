import { type HostedChannel, type Message, memberKeyOf } from "../model";
import type { ChatPorts, HostUnavailable, NoticeOutcome } from "../ports";

/**
 * Messages that were delivered within this time before a JOIN are pushed again, because their socket may have been
 * dead.
 */
export const resendMilliseconds = 10 * 60_000;

/** Represents the result of a delivery: everything is settled, or something is pending and must be retried. */
export type DeliveryOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly retryAfterMilliseconds: number };

export const done: DeliveryOutcome = { done: true };

export const tryAgainAtOnce: DeliveryOutcome = { done: false, retryAfterMilliseconds: 0 };

export function tryAgainAfter(retryAfterMilliseconds: number): DeliveryOutcome {
  return { done: false, retryAfterMilliseconds };
}

/** Minimum remaining time for delivering a message to a visitor. */
export const messageMilliseconds = 10_000;

/** Number of messages that one query reads. The next round reads further messages. */
export const messagesARound = 50;

/** The longest wait between two attempts, unless Telegram requests a longer one. */
const backoffMaxMilliseconds = 60_000;

/** Returns the wait after a number of failures in a row: 2, 4, 8 … 60 s. */
export function backoffMilliseconds(failures: number): number {
  return Math.min(backoffMaxMilliseconds, 1000 * 2 ** Math.min(Math.max(failures, 1), 10));
}

/** Returns the wait after an attempt that may have succeeded. Each further attempt may show the message again. */
export function ambiguousWaitMilliseconds(tries: number): number {
  return [10_000, 30_000][tries - 1] ?? backoffMaxMilliseconds;
}

/** Retries of conversations that wait for the same chat are spread over at least this time. */
const jitterMinMilliseconds = 2_000;

/**
 * Retries are spread over at most this time. A longer spread would save little, and visitors would notice the delay.
 */
const jitterMaxMilliseconds = 5 * 60_000;

/**
 * Returns a random delay before a conversation is retried, in addition to the time for which its chat must wait. A
 * group accepts 20 messages a minute. The longer a message waits, the more other conversations wait too, and a retry
 * that comes too early costs money without a result. After failures of Telegram, there is no such crowd, so all
 * conversations are retried soon.
 */
export function jitterMilliseconds(
  { now, random }: Pick<ChatPorts, "now" | "random">,
  { failures }: Pick<HostedChannel, "failures">,
  { storedAt }: Pick<Message, "storedAt">,
): number {
  const crowd = failures > 0 ? 0 : (now() - Date.parse(storedAt)) / 2;
  return random() * Math.min(Math.max(jitterMinMilliseconds, crowd), jitterMaxMilliseconds);
}

/** The maximum number of attempts for a notice that may have been shown. */
const ambiguousNoticesMax = 3;

/**
 * Returns the wait before a notice is retried. If only an operator can help, it is not retried, because it must not
 * delay the visitor's other messages.
 * @param attempt number of the attempt, from 1
 * @returns milliseconds; `undefined` if the notice is not retried
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

/**
 * Maximum number of attempts to deliver a file as a file. After that, its link is sent as a text, with the same number
 * of attempts.
 */
const fileTriesMax = 3;

/** Returns whether a file has used up its attempts as a file. */
export function goesAsLink({ content, tries }: Pick<Message, "content" | "tries">): boolean {
  return content.type === "file" && tries >= fileTriesMax;
}

/** Returns whether a file has used up its attempts, both as a file and as a link. */
export function isExhausted({ content, tries }: Message): boolean {
  return "fileKey" in content && tries >= 2 * fileTriesMax;
}

/** Logs why a message is delivered later, and alerts an operator if a retry alone will not help. */
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

/** Waits above this are stored, so that the sweep and later messages do not notify the outbox meanwhile. */
const longWaitMilliseconds = 5_000;

/**
 * Stores that a conversation waits, so that neither the sweep nor a new message notifies the outbox meanwhile. Many
 * notifications could block other conversations, because SQS looks for other groups only among the first 120,000
 * messages of a FIFO queue:
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

/** Pauses between attempts to store a result, in milliseconds. Each attempt includes the SDK's retries. */
const persistPauses = [500, 1_000, 2_000, 4_000];

/**
 * Stores the result of a post even if the store fails for a while. Otherwise the post would be sent again.
 * @throws the store's error, if it does not recover in time
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

/** Tolerance for differences between timers and the clocks of functions. */
const toleranceMilliseconds = 100;

/**
 * Returns the messages before the first one that is so new that an earlier message may still arrive. A burst waits as a
 * whole, so that its texts share a post.
 * @returns the ready messages, and the wait for the others, which is 0 if there are none
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

/** Returns whether a pending message is about to be deleted. It is then given up with a notice. */
export function isAboutToExpire(
  { expiresAt }: Pick<Message, "expiresAt">,
  { now, retentionMilliseconds }: Pick<ChatPorts, "now" | "retentionMilliseconds">,
): boolean {
  return expiresAt - now() < Math.min(dayMilliseconds, retentionMilliseconds / 2);
}
