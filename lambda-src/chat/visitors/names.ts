/** The forms of the names that members and hosts give, the same in every language that they speak. */

/** A channel's name: 8..32 of letters, digits, `_`, `-`; `__` is kept for deep links. */
export function isChannelName(value: string): boolean {
  return /^[A-Za-z0-9_-]{8,32}$/.test(value) && !value.includes("__");
}

/** What {@link isChannelName} wants, for an error's text. */
export const channelNameRule = "8 to 32 letters, digits, _ or - (not __)";

/** A memberId or a messageId: 1..64 of letters, digits, `_`, `-`. */
export function isId(value: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

/** What {@link isId} wants, for an error's text. */
export const idRule = "1 to 64 letters, digits, _ or -";

/** The longest memberName, in characters as a person counts them. */
export const memberNameMaxCharacters = 64;

/** The largest text of a visitor, in bytes of UTF-8. */
export const textMaxBytes = 4096;

/**
 * A member's name as the host sees it: one line, without control characters.
 * Without one it is `Visitor <tag>`.
 */
export function displayName(memberName: string | null, tag: string): string {
  // Format characters (\p{Cf}) could reverse or hide the line; \p{Z} holds the line and paragraph separators.
  const oneLine = (memberName ?? "").replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ").trim();
  return oneLine === "" ? `Visitor ${tag}` : oneLine;
}
