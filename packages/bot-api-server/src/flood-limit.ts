import { tooManyRequests } from "./bot-api-error";

/** The number of messages that the bot may send to one group within a period. */
export interface GroupFloodLimit {
  /** The number of messages allowed. */
  readonly messages: number;
  /** The length of the sliding window in seconds. */
  readonly seconds: number;
}

/** Counts the messages of the bot in each group, over a sliding window. */
export class FloodCounter {
  readonly #sent = new Map<number, number[]>();

  readonly limit: GroupFloodLimit;
  /** Milliseconds since 1970. */
  readonly now: () => number;

  constructor(limit: GroupFloodLimit, now: () => number) {
    this.limit = limit;
    this.now = now;
  }

  /**
   * Counts one more message to a group. A rejected one is not counted.
   * @throws BotApiError 429 with the time until the oldest message leaves the window, in whole seconds
   */
  count(chatId: number): void {
    const now = this.now();
    const { messages, seconds } = this.limit;
    const recent = (this.#sent.get(chatId) ?? []).filter((time) => time > now - seconds * 1000);
    const [oldest = now] = recent.slice(-messages);
    if (recent.length >= messages) {
      throw tooManyRequests(Math.ceil((oldest + seconds * 1000 - now) / 1000));
    }
    this.#sent.set(chatId, [...recent, now]);
  }
}
