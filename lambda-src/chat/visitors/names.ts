/**
 * A member's name as the host sees it: one line, without control characters.
 * Without one it is `Visitor <tag>`.
 */
export function displayName(memberName: string | null, tag: string): string {
  // Format characters (\p{Cf}) could reverse or hide the line; \p{Z} holds the line and paragraph separators.
  const oneLine = (memberName ?? "").replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ").trim();
  return oneLine === "" ? `Visitor ${tag}` : oneLine;
}
