/** A timer that can be stopped. */
export interface Timer {
  cancel(): void;
}

/** The time functions that the client uses. A test can replace them and advance the time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): Timer;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
