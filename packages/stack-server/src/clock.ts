/** A source of time: the system's clock, or a clock that a test advances. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `callback` once, `milliseconds` from now, unless the timer is canceled first. */
  setTimeout(callback: () => void, milliseconds: number): Timer;
}

/** A callback that is scheduled on a {@link Clock}. */
export interface Timer {
  /** Cancels the callback. Does nothing when the callback has already run or was canceled before. */
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

/** Node runs a longer timeout immediately: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestSystemTimeoutMilliseconds = 2 ** 31 - 1;

interface Waiting {
  /** Due time on this clock, in milliseconds since 1970. */
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A clock that runs with another clock and can be advanced, for example to skip two hours of waiting. */
export class ShiftableClock implements Clock {
  readonly #base: Clock;
  /** Timers in the order of their creation. */
  readonly #waiting = new Set<Waiting>();
  /** One timer of the base clock for all waiting timers, because several timers would not keep their order. */
  #armed: { readonly dueAt: number; readonly timer: Timer } | undefined;
  #aheadMilliseconds = 0;
  #isAdvancing = false;
  #advanced: Promise<void> = Promise.resolve();

  /** @param base Clock to run with. */
  constructor(base: Clock = systemClock) {
    this.#base = base;
  }

  /** Time by which this clock is ahead of its base, in milliseconds. */
  get aheadMilliseconds(): number {
    return this.#aheadMilliseconds;
  }

  now(): number {
    return this.#base.now() + this.#aheadMilliseconds;
  }

  setTimeout(callback: () => void, milliseconds: number): Timer {
    const waiting = { dueAt: this.now() + Math.max(0, milliseconds), callback };
    this.#waiting.add(waiting);
    this.#arm(waiting.dueAt);
    return { cancel: () => this.#cancel(waiting) };
  }

  /**
   * Advances the clock and runs the timers that become due, in the order of their due times and then of their creation.
   * Each timer runs at its due time. Also runs the promises and timers that the callbacks start. Calls run one after
   * another.
   *
   * @throws RangeError when `milliseconds` is negative or not finite
   */
  async advance(milliseconds: number): Promise<void> {
    if (!(Number.isFinite(milliseconds) && milliseconds >= 0)) {
      throw new RangeError(
        `Cannot advance the clock by ${milliseconds} ms: expected a finite number of 0 or more.`,
      );
    }
    const done = this.#advanced.then(() => this.#moveBy(milliseconds));
    this.#advanced = done.catch(() => undefined);
    await done;
  }

  async #moveBy(milliseconds: number): Promise<void> {
    const goal = this.#aheadMilliseconds + milliseconds;
    this.#isAdvancing = true;
    this.#disarm();
    try {
      await takeTurn();
      for (
        let next = this.#first();
        next !== undefined && next.dueAt <= this.#base.now() + goal;
        next = this.#first()
      ) {
        this.#waiting.delete(next);
        const ahead = Math.max(this.#aheadMilliseconds, next.dueAt - this.#base.now());
        this.#aheadMilliseconds = Math.min(ahead, goal);
        next.callback();
        await takeTurn();
      }
    } finally {
      this.#aheadMilliseconds = goal;
      this.#isAdvancing = false;
      this.#armForFirst();
    }
  }

  #cancel(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    // Keep the armed timer while other timers wait. A timer that fires without effect costs less than a search for the
    // next timer at each cancellation.
    if (this.#waiting.size === 0) {
      this.#disarm();
    }
  }

  #arm(dueAt: number): void {
    if (this.#isAdvancing || (this.#armed !== undefined && this.#armed.dueAt <= dueAt)) {
      return;
    }
    this.#disarm();
    this.#armed = { dueAt, timer: this.#base.setTimeout(() => this.#wake(), dueAt - this.now()) };
  }

  #armForFirst(): void {
    const first = this.#first();
    if (first !== undefined) {
      this.#arm(first.dueAt);
    }
  }

  #disarm(): void {
    this.#armed?.timer.cancel();
    this.#armed = undefined;
  }

  /** Runs the timers that are due now. Timers that the callbacks create run in a later call. */
  #wake(): void {
    this.#armed = undefined;
    const now = this.now();
    const due = [...this.#waiting].filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    try {
      for (const waiting of due) {
        // A callback may cancel another due timer.
        if (this.#waiting.delete(waiting)) {
          waiting.callback();
        }
      }
    } finally {
      this.#armForFirst();
    }
  }

  #first(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (first === undefined || waiting.dueAt < first.dueAt) {
        first = waiting;
      }
    }
    return first;
  }
}

/** A clock whose time changes only when a test advances it. */
export class ManualClock extends ShiftableClock {
  /** @param now Start time, in milliseconds since 1970. */
  constructor(now = Date.UTC(2024, 0, 1)) {
    super({ now: () => now, setTimeout: () => ({ cancel: () => undefined }) });
  }
}

/** Waits until the callbacks of settled promises have run. */
function takeTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
