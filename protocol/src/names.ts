/** The WebSocket subprotocol of the chat. */
export const subprotocol = "k1te.chat.v1";

/**
 * Matches a channel's name: 8 to 32 letters, digits, `_` or `-`. The sequence `__` is excluded, because deep links use
 * it.
 */
export const channelNamePattern = /^(?!.*__)[A-Za-z0-9_-]{8,32}$/;

/** Returns whether a value is a channel's name. */
export function isChannelName(value: string): boolean {
  return channelNamePattern.test(value);
}

/** The form of a channel's name, for errors. */
export const channelNameRule = "8 to 32 letters, digits, _ or - (not __)";

/** Returns whether a value is a memberId or a messageId: 1 to 64 letters, digits, `_` or `-`. */
export function isId(value: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

/** The form of an id, for errors. */
export const idRule = "1 to 64 letters, digits, _ or -";

/** Returns whether a value is the name of an addition to the protocol: 1 to 32 letters, digits or `-`. */
export function isFeature(value: string): boolean {
  return /^[A-Za-z0-9-]{1,32}$/.test(value);
}
