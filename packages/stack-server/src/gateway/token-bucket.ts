import type { Clock } from "../clock";
import type { StageModel, ThrottlingModel } from "../stack/model";

/**
 * Throttles a stage. A route with its own settings has its own bucket, separate from those of other routes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html
 *
 * Assumed: all other routes share one bucket, because the stack declares the default route settings only once.
 */
export class StageThrottle {
  readonly #shared: TokenBucket;
  readonly #byRoute: ReadonlyMap<string, TokenBucket>;

  constructor({ throttling, routeThrottling }: StageModel, clock: Clock) {
    this.#shared = new TokenBucket(throttling, clock);
    this.#byRoute = new Map(
      Object.entries(routeThrottling).map(([key, limits]) => [key, new TokenBucket(limits, clock)]),
    );
  }

  /** Takes a token for a request to a route. @returns false if there is none */
  take(routeKey: string): boolean {
    return (this.#byRoute.get(routeKey) ?? this.#shared).take();
  }
}

/**
 * A bucket of `burstLimit` tokens that refills at `rateLimit` tokens per second.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class TokenBucket {
  readonly #throttling: ThrottlingModel | undefined;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;

  /** @param throttling Limits; `undefined` allows every request. */
  constructor(throttling: ThrottlingModel | undefined, clock: Clock) {
    this.#throttling = throttling;
    this.#clock = clock;
    this.#tokens = throttling?.burstLimit ?? 0;
    this.#filledAt = clock.now();
  }

  /** Takes a token for a request. @returns false if there is none */
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
