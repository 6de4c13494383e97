import { tooManyRequests } from "./bot-api-error";

/** The number of requests that the bot may make to one group within a period: messages, edits, topics and the like. */
export interface GroupFloodLimit {
  /** The number of requests allowed. */
  readonly requests: number;
  /** The length of the sliding window in seconds. */
  readonly seconds: number;
}

/** Counts the requests of the bot to each group, over a sliding window. */
export class FloodCounter {
  readonly #limit: GroupFloodLimit;
  readonly #now: () => number;
  readonly #times = new Map<number, readonly number[]>();

  /** @param now Returns milliseconds since 1970. */
  constructor(limit: GroupFloodLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /**
   * Counts one more request to a group. A request above the limit is not counted.
   *
   * @returns a function that undoes the count
   * @throws BotApiError 429 with the time until the oldest request leaves the window, in whole seconds
   */
  count(chatId: number): () => void {
    const now = this.#now();
    const { requests, seconds } = this.#limit;
    const recent = (this.#times.get(chatId) ?? []).filter((time) => time > now - seconds * 1000);
    const [oldest = now] = recent.slice(-requests);
    if (recent.length >= requests) {
      throw tooManyRequests(Math.ceil((oldest + seconds * 1000 - now) / 1000));
    }
    this.#times.set(chatId, [...recent, now]);
    return () => {
      const times = this.#times.get(chatId) ?? [];
      const index = times.indexOf(now);
      this.#times.set(chatId, [...times.slice(0, index), ...times.slice(index + 1)]);
    };
  }
}
