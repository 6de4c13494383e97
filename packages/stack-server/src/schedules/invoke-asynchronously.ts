import type { Clock } from "../clock";
import type { InvocationFailure, InvocationResult } from "../functions/runtime";

/** Dependencies of {@link invokeAsynchronously}. */
export interface AsynchronousContext {
  readonly clock: Clock;
  /** Runs the invocation. Never rejects. */
  readonly invoke: () => Promise<InvocationResult>;
  /** Called for each failure. @param waitMilliseconds Time until the next attempt; `undefined` after the last one. */
  readonly onFailure: (failure: InvocationFailure, waitMilliseconds: number | undefined) => void;
  /** Cancels further attempts. */
  readonly signal: AbortSignal;
}

/**
 * Invokes a function asynchronously, as Lambda does. A failed invocation is retried twice, after one minute and after
 * two more minutes. A throttled invocation is retried for six hours.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function invokeAsynchronously({ clock, invoke, onFailure, signal }: AsynchronousContext): void {
  const startedAt = clock.now();
  let errors = 0;
  let throttles = 0;
  const attempt = async () => {
    const result = await invoke();
    if (result.ok) {
      return;
    }
    const isThrottled = result.reason === "Throttled";
    const wait = isThrottled ? throttleWait(throttles++, clock.now() - startedAt) : errorWaits[errors++];
    onFailure(result, signal.aborted ? undefined : wait);
    if (wait !== undefined && !signal.aborted) {
      const timer = clock.setTimeout(() => {
        signal.removeEventListener("abort", giveUp);
        void attempt();
      }, wait);
      const giveUp = () => timer.cancel();
      signal.addEventListener("abort", giveUp);
    }
  };
  void attempt();
}

const second = 1000;
const oneMinute = 60 * second;
const errorWaits: readonly number[] = [oneMinute, 2 * oneMinute];
const oldestEvent = 6 * 60 * oneMinute;

/** Returns the wait before the next attempt: one second, then twice as long each time, up to five minutes. */
function throttleWait(before: number, age: number): number | undefined {
  const wait = Math.min(5 * oneMinute, second * 2 ** before);
  return age + wait > oldestEvent ? undefined : wait;
}
