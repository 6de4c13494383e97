import type { Clock } from "../clock";
import type { SentMessage } from "./message";

/**
 * Deduplication interval:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 */
const windowMilliseconds = 5 * 60 * 1000;

/** Remembers accepted deduplication ids for five minutes, even if the messages were delivered or deleted. */
export class Deduplication {
  readonly #clock: Clock;
  /** In order of time, so the first entries are the oldest. */
  readonly #accepted = new Map<string, { readonly sent: SentMessage; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the message that was sent with this key in the last five minutes. */
  find(key: string): SentMessage | undefined {
    this.#forgetOld();
    return this.#accepted.get(key)?.sent;
  }

  remember(key: string, sent: SentMessage): void {
    this.#accepted.set(key, { sent, until: this.#clock.now() + windowMilliseconds });
  }

  #forgetOld(): void {
    for (const [key, { until }] of this.#accepted) {
      if (until > this.#clock.now()) {
        return;
      }
      this.#accepted.delete(key);
    }
  }
}
