/** The time that the server lives by: the machine's, or any object with these methods, for example a fake clock. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `callback` once, `milliseconds` from now, unless the timer is cancelled before. */
  setTimeout(callback: () => void, milliseconds: number): Timer;
}

/** A pending callback. */
export interface Timer {
  /** Drops the callback. Does nothing when it has run or was cancelled before. */
  cancel(): void;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => {
    const handle = setTimeout(callback, milliseconds);
    return { cancel: () => clearTimeout(handle) };
  },
};
