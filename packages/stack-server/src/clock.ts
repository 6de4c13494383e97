/** A source of time: the system's clock, or one that a test advances. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `callback` once, `milliseconds` from now, unless the timer is cancelled before. */
  setTimeout(callback: () => void, milliseconds: number): Timer;
}

/** A callback that is scheduled on a {@link Clock}. */
export interface Timer {
  /** Cancels the callback. Does nothing when it has run or was cancelled. */
  cancel(): void;
}

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => {
    const handle = setTimeout(callback, Math.min(milliseconds, longestSystemTimeoutMilliseconds));
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Node runs a longer timeout at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestSystemTimeoutMilliseconds = 2 ** 31 - 1;

/** A clock that stands still until a test advances it. */
export class ManualClock implements Clock {
  readonly #timers = new Set<{ readonly dueAt: number; readonly callback: () => void }>();
  #now: number;

  /** @param now Start time, in milliseconds since 1970. */
  constructor(now = Date.UTC(2024, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, milliseconds: number): Timer {
    const timer = { dueAt: this.#now + Math.max(0, milliseconds), callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  /**
   * Advances the clock and runs the timers that become due, in order of time and then of creation. Promises and
   * timers that these start run as well.
   */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await takeTurn();
    for (let next = this.#firstDue(end); next !== undefined; next = this.#firstDue(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.callback();
      await takeTurn();
    }
    this.#now = Math.max(this.#now, end);
  }

  #firstDue(end: number) {
    let first: { readonly dueAt: number; readonly callback: () => void } | undefined;
    for (const timer of this.#timers) {
      if (timer.dueAt <= end && (first === undefined || timer.dueAt < first.dueAt)) {
        first = timer;
      }
    }
    return first;
  }
}

/** Lets promises that are settled already run their reactions. */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
