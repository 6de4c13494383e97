import { fileNameMaxCharacters, isFileName } from "@kite-chat/protocol";

/**
 * Matches format characters that could reverse or hide a line, such as bidirectional controls. Three kinds of format
 * characters are allowed, because emoji and some scripts need them: the joiners U+200C and U+200D, and the tag
 * characters at the end of an emoji such as the flag of Scotland.
 * https://www.unicode.org/reports/tr51/#def_std_emoji_tag_sequence_set
 */
const formatCharacters =
  /(\p{Extended_Pictographic}\uFE0F?[\u{E0020}-\u{E007E}]+\u{E007F})|(?![\u200C\u200D])\p{Cf}/gu;

/** Replaces format characters, except those that belong to an emoji or a word. */
function withoutFormat(text: string, replacement: string): string {
  return text.replace(formatCharacters, (_, emoji: string | undefined) => emoji ?? replacement);
}

/**
 * Returns a member's name as the host sees it: one line, without control characters. The default is `Visitor <tag>`.
 */
export function displayName(memberName: string | null, tag: string): string {
  // \p{Z} includes the line and paragraph separators. Joiners at the start or the end have no effect.
  const oneLine = withoutFormat(memberName ?? "", " ")
    .replace(/[\p{Cc}\p{Z}]+/gu, " ")
    .replace(/^[ \u200C\u200D]+|[ \u200C\u200D]+$/gu, "");
  return oneLine === "" ? `Visitor ${tag}` : oneLine;
}

/**
 * Returns the name of a file as a segment of a path, in one line. A long name keeps its end, which contains the
 * extension.
 */
export function safeFileName(name: string): string {
  const oneLine = withoutFormat(name, "_").replace(/[/\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, "_");
  const end = [...oneLine].slice(-fileNameMaxCharacters).join("");
  return isFileName(end) ? end : "file";
}
