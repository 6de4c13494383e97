import { hour } from "./clock";

/** Returns the beginning of the keys of a channel. The loader reads and removes them before the chat is loaded. */
export function keyPrefix(channel: string): string {
  return `kite/${channel}/`;
}

/** The key of the time at which the visitor last wrote and got no answer since. */
export const awaitsKey = "awaits";

/** Time for which a visitor awaits an answer: the chat connects on each page, and in a tab that nobody looks at. */
export const awaitMilliseconds = 2 * hour;
