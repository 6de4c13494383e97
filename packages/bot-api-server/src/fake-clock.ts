import type { Clock, Timer } from "./clock";

interface FakeTimer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A clock that stands still until the test advances it. */
export class FakeClock implements Clock {
  readonly #timers = new Set<FakeTimer>();
  #now: number;

  /** @param now The start time in milliseconds since 1970. @default 2024-01-01T00:00:00Z */
  constructor(now = Date.UTC(2024, 0, 1)) {
    this.#now = now;
  }

  /** Returns the milliseconds since 1970-01-01T00:00:00Z. */
  now(): number {
    return this.#now;
  }

  /** Calls `callback` once the clock has been advanced by `milliseconds`. */
  setTimeout(callback: () => void, milliseconds: number): Timer {
    const timer = { dueAt: this.#now + Math.max(0, milliseconds), callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  /**
   * Advances the clock and runs the timers that fall due, in order. Timers that those callbacks set within the span
   * run too. Network calls that they start need real time to finish.
   */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await runPendingReactions();
    for (let next = this.#firstDue(end); next !== undefined; next = this.#firstDue(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.callback();
      await runPendingReactions();
    }
    this.#now = Math.max(this.#now, end);
  }

  #firstDue(end: number): FakeTimer | undefined {
    // The sort is stable: of two timers due at once, the one that was set first runs first.
    return [...this.#timers]
      .filter(({ dueAt }) => dueAt <= end)
      .sort((left, right) => left.dueAt - right.dueAt)[0];
  }
}

/** Lets promises that are already settled run their reactions. */
function runPendingReactions(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
