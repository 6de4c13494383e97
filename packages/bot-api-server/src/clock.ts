/** The source of time for the server: the machine's clock, or the clock of a test. */
export interface Clock {
  /** Returns the milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `callback` once after `milliseconds`, unless the timer is canceled first. */
  setTimeout(callback: () => void, milliseconds: number): Timer;
}

/** A pending callback of a clock. */
export interface Timer {
  /** Drops the callback. Does nothing if the callback has run or was dropped before. */
  cancel(): void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => {
    const handle = setTimeout(callback, milliseconds);
    return { cancel: () => clearTimeout(handle) };
  },
};
