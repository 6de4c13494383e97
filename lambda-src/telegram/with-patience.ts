import { setTimeout as sleep } from "node:timers/promises";
import { BotApiError, HttpError } from "./bot-api";

/** The first wait, in milliseconds; each is twice the one before. */
const firstWait = 2_000;

/** No wait is longer, in milliseconds. */
const longestWait = 20_000;

/** What patience needs of the context. */
export interface Patience {
  /** How long all of it may still take, in milliseconds. */
  readonly remaining: () => number;
  /** Told before each wait. */
  readonly onWait: (milliseconds: number, reason: string) => void;
  /** @default - a timer */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Calls Telegram again while what stands in the way passes by itself: a name that was made a moment ago and that
 * Telegram cannot resolve yet, a limit, an outage.
 * @throws what the last call threw, when it does not pass or there is no time for another
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

/** What two calls may take, in milliseconds. */
const callTime = 20_000;

/** Telegram's words for a name without an address: "Failed to resolve host: Name or service not known" and others. */
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

/** An HttpError's cause may name the URL, which holds the token. */
function reasonOf(error: unknown): string {
  return error instanceof BotApiError ? error.description : "Telegram cannot be reached";
}
