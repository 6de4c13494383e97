import { tooManyRequests } from "./bot-api-error";

/** The number of requests that the bot may make to one group within a period: messages, edits, topics and the like. */
export interface GroupFloodLimit {
  /** The number of requests allowed. */
  readonly requests: number;
  /** The length of the sliding window in seconds. */
  readonly seconds: number;
}

/** A counted request. The object identifies the request, because two requests can have the same time. */
interface CountedRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Counts the requests of the bot to each group, over a sliding window. */
export class FloodCounter {
  readonly #limit: GroupFloodLimit;
  readonly #now: () => number;
  readonly #requests = new Map<number, readonly CountedRequest[]>();

  /** @param now Returns milliseconds since 1970. */
  constructor(limit: GroupFloodLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /**
   * Runs a request to a group. The request counts from its start, and stops counting if it is rejected.
   *
   * @throws BotApiError 429 with the time until the oldest request leaves the window, in whole seconds. The request is
   *   not run.
   */
  async run<Result>(chatId: number, request: () => Result): Promise<Awaited<Result>> {
    const counted = this.#count(chatId);
    try {
      return await request();
    } catch (error) {
      this.#requests.set(
        chatId,
        this.#countedIn(chatId).filter((other) => other !== counted),
      );
      throw error;
    }
  }

  #count(chatId: number): CountedRequest {
    const now = this.#now();
    const { requests, seconds } = this.#limit;
    const recent = this.#countedIn(chatId).filter(({ at }) => at > now - seconds * 1000);
    const [oldest] = recent.slice(-requests);
    if (oldest !== undefined && recent.length >= requests) {
      throw tooManyRequests(Math.ceil((oldest.at + seconds * 1000 - now) / 1000));
    }
    const counted = { at: now };
    this.#requests.set(chatId, [...recent, counted]);
    return counted;
  }

  #countedIn(chatId: number): readonly CountedRequest[] {
    return this.#requests.get(chatId) ?? [];
  }
}
