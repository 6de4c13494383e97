/**
 * Returns a member's name as the host sees it: one line, without control characters. The default is `Visitor <tag>`.
 */
export function displayName(memberName: string | null, tag: string): string {
  // Format characters (\p{Cf}) could reverse or hide the line. \p{Z} includes the line and paragraph separators.
  const oneLine = (memberName ?? "").replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ").trim();
  return oneLine === "" ? `Visitor ${tag}` : oneLine;
}
