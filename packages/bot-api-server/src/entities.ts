import type { MessageEntity } from "@grammyjs/types";

/**
 * Finds the entities that Telegram detects by itself: hashtags, commands, mentions and http(s) links.
 * Offsets and lengths count UTF-16 units, like JavaScript strings
 * (https://core.telegram.org/bots/api#messageentity).
 */
export function findEntities(text: string): MessageEntity[] {
  const links = find(text, /https?:\/\/[^\s<>"]+[^\s<>".,:;!?)\]]/giu, "url");
  const marks = [
    ...find(
      text,
      /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])/gu,
      "bot_command",
    ),
    ...find(
      text,
      /(?<![\p{L}\p{N}_])#(?=[\p{N}]*[\p{L}_])[\p{L}\p{N}_]{1,256}(?![\p{L}\p{N}_#])/gu,
      "hashtag",
    ),
    ...find(text, /(?<![\p{L}\p{N}_/@])@[A-Za-z0-9_]{3,32}(?!\w)/gu, "mention"),
  ];
  const outsideLinks = marks.filter((mark) => !links.some((link) => overlap(mark, link)));
  return [...links, ...outsideLinks].sort((left, right) => left.offset - right.offset);
}

/** Returns the command at the start of a text, without its slash, or `undefined`. */
export function leadingCommand(
  text: string,
): { readonly command: string; readonly botName?: string } | undefined {
  const match = /^\/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>])/.exec(text);
  if (match?.[1] === undefined) {
    return undefined;
  }
  return match[2] === undefined ? { command: match[1] } : { command: match[1], botName: match[2] };
}

type FoundType = "url" | "bot_command" | "hashtag" | "mention";

function find(text: string, pattern: RegExp, type: FoundType): MessageEntity[] {
  return [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length }));
}

function overlap(left: MessageEntity, right: MessageEntity): boolean {
  return left.offset < right.offset + right.length && right.offset < left.offset + left.length;
}
