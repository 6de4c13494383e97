import { goesAsLink } from "../chat/delivery/delivery";
import type { Message } from "../chat/model";
import type { FileStore, HostPost } from "../chat/ports";

/** Telegram's limit for a text, in UTF-16 units (https://core.telegram.org/bots/api#sendmessage). */
export const postMaxUnits = 4096;

/**
 * Arranges messages of one visitor in posts: `#<tag> <name>` on the first line, the text below. Texts that fit into one
 * post share it. A text that is too long is split, and the parts that were already sent are left out. Each file has its
 * own post. After too many attempts to send a file, its post is a text with a link to the file.
 */
export function composePosts(
  messages: readonly [Message, ...Message[]],
  canonicalUri: FileStore["canonicalUri"],
): readonly HostPost[] {
  const posts: HostPost[] = [];
  let open: { text: string; settles: Message[] } | undefined;
  for (const message of messages) {
    const heading = `#${message.tag} ${message.memberName}`;
    const { content } = message;
    if (content.type === "remote file") {
      throw new RemoteFileNotCopied();
    }
    if (content.type === "file") {
      const { fileKey, fileName } = content;
      posts.push(
        goesAsLink(message)
          ? { text: `${heading}\n${fileName}: ${canonicalUri(fileKey, fileName)}`, settles: [message] }
          : { text: heading, file: content, settles: [message] },
      );
      open = undefined;
      continue;
    }
    if (open && open.text.length + 1 + content.text.length <= postMaxUnits) {
      open.text += `\n${content.text}`;
      open.settles.push(message);
      continue;
    }
    const parts = splitText(content.text, postMaxUnits - heading.length - 1).map(
      (part) => `${heading}\n${part}`,
    );
    for (const [index, text] of parts.entries()) {
      if (index < message.partsShown) {
        continue;
      }
      if (index < parts.length - 1) {
        posts.push({ text, settles: [], advances: { message, partsShown: index + 1 } });
      } else {
        open = { text, settles: [message] };
        posts.push(open);
      }
    }
  }
  return posts;
}

/**
 * Splits a text into parts of at most `units` UTF-16 units. Splits at a space or line end if one is near, and never
 * inside a surrogate pair.
 */
export function splitText(text: string, units: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > units) {
    const at = cutBefore(rest, units);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}

function cutBefore(text: string, units: number): number {
  const space = Math.max(text.lastIndexOf(" ", units - 1), text.lastIndexOf("\n", units - 1)) + 1;
  if (space > units / 2) {
    return space;
  }
  const code = text.charCodeAt(units - 1);
  const splitsPair = code >= 0xd800 && code <= 0xdbff;
  return splitsPair ? units - 1 : units;
}

/** Reports an attempt to deliver a file before it was copied into the object store. */
export class RemoteFileNotCopied extends Error {
  override readonly name = "RemoteFileNotCopied";
  constructor() {
    super("the file must be copied into the object store before it is delivered");
  }
}
