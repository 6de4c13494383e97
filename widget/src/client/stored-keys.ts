import { hour } from "./clock";

/** Returns the beginning of the keys of a channel. The loader reads and removes them before the chat is loaded. */
export function keyPrefix(channel: string): string {
  return `kite/${channel}/`;
}

/** The key of the time of the visitor's last message, if the host has not answered since. */
export const awaitsKey = "awaits";

/**
 * Time for which an answer is awaited after the visitor's last message. During this time, the chat connects on each
 * page, even in a hidden tab.
 */
export const awaitMilliseconds = 2 * hour;
