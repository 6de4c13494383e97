import { setTimeout as sleep } from "node:timers/promises";
import { BotApiError, HttpError } from "./bot-api";

/** The first wait, in milliseconds. Each wait is twice the previous one. */
const firstWait = 2_000;

/** The longest wait, in milliseconds. */
const longestWait = 20_000;

/** Represents the limits and hooks of {@link withPatience}. */
export interface Patience {
  /** Returns the remaining milliseconds. */
  readonly remaining: () => number;
  /** Called before each wait. */
  readonly onWait: (milliseconds: number, reason: string) => void;
  /** @default - a timer */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Repeats a call to Telegram after temporary failures, such as a new host name that Telegram cannot resolve yet, a rate
 * limit, or an outage.
 * @throws the error of the last call, if the error is permanent or there is no time for another call
 */
export async function withPatience<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  const wait = patience.wait ?? sleep;
  for (let next = firstWait; ; next = Math.min(2 * next, longestWait)) {
    try {
      return await call();
    } catch (error) {
      const milliseconds = Math.max(next, retryAfter(error));
      if (!passes(error) || patience.remaining() < milliseconds + callTime) {
        throw error;
      }
      patience.onWait(milliseconds, reasonOf(error));
      await wait(milliseconds);
    }
  }
}

/** Time that the next attempt needs for its two calls, in milliseconds. */
const callTime = 20_000;

/**
 * Matches Telegram's descriptions of a host name without an address, such as "Failed to resolve host: Name or service
 * not known".
 */
const unresolved = /resolve host|name resolution/i;

function passes(error: unknown): boolean {
  if (error instanceof HttpError) {
    return true;
  }
  if (!(error instanceof BotApiError)) {
    return false;
  }
  return error.error_code === 429 || error.error_code >= 500 || unresolved.test(error.description);
}

function retryAfter(error: unknown): number {
  return error instanceof BotApiError ? 1000 * (error.parameters.retry_after ?? 0) : 0;
}

/** Returns a reason without the token, which the URL in an HttpError's cause may contain. */
function reasonOf(error: unknown): string {
  return error instanceof BotApiError ? error.description : "Telegram cannot be reached";
}
