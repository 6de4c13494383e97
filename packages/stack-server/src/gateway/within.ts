import type { Clock } from "../clock";

/** Waits for a promise that never rejects, but for no longer than `milliseconds`: then `undefined`. */
export function within<Value>(
  clock: Clock,
  milliseconds: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(undefined), milliseconds);
    void promise.then((value) => {
      timer.cancel();
      resolve(value);
    });
  });
}
