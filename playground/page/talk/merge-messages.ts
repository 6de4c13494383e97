import type { TalkMessage } from "./talk-state";

/** Returns the key by which two copies of a message are recognized. */
export function keyOf({ from, messageId }: Pick<TalkMessage, "from" | "messageId">): string {
  return `${from}/${messageId}`;
}

/** Adds a message at the end, unless it is there. */
export function addMessage(known: readonly TalkMessage[], message: TalkMessage): readonly TalkMessage[] {
  return known.some((it) => keyOf(it) === keyOf(message)) ? known : [...known, message];
}

/** Puts what the server remembers among what is known, by time; what it has needs no sending. */
export function mergeHistory(
  known: readonly TalkMessage[],
  history: readonly TalkMessage[],
): readonly TalkMessage[] {
  const all = new Map([...known, ...history].map((message) => [keyOf(message), message]));
  return [...all.values()].sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
}
