import type { Clock } from "../clock";
import type { StageModel } from "../plan/model";

/**
 * A stage's throttle: a bucket of `burstLimit` tokens that fills by `rateLimit` a second.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 *
 * Assumed: one bucket for a stage, as its default route settings stand in the plan once.
 */
export class TokenBucket {
  readonly #throttling: StageModel["throttling"];
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;

  /** @param throttling `undefined`: every request is let through. */
  constructor(throttling: StageModel["throttling"], clock: Clock) {
    this.#throttling = throttling;
    this.#clock = clock;
    this.#tokens = throttling?.burstLimit ?? 0;
    this.#filledAt = clock.now();
  }

  /** Takes a token for one request; false when there is none. */
  take(): boolean {
    if (this.#throttling === undefined) {
      return true;
    }
    const { rateLimit, burstLimit } = this.#throttling;
    const now = this.#clock.now();
    this.#tokens = Math.min(
      burstLimit,
      this.#tokens + (Math.max(0, now - this.#filledAt) / 1000) * rateLimit,
    );
    this.#filledAt = now;
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
