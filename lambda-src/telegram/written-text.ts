import type { TelegramMessage, TextEntity } from "./update-schema";

/**
 * The maximum length of a text with its links, in UTF-16 units. It is four times Telegram's own limit. The text
 * therefore fits into a frame of the gateway and into a history, however long its links are.
 */
const textMaxUnits = 4 * 4096;

/**
 * Returns the text or caption of a message as plain text, with its links and the part of another message that it
 * quotes.
 */
export function writtenText(sent: TelegramMessage): string {
  const { text, entities, caption = "", caption_entities } = sent;
  const plain = text === undefined ? withLinks(caption, caption_entities) : withLinks(text, entities);
  return withQuote(plain, sent);
}

/**
 * Adds the URL of each link after the linked words: `words (https://…)`. Telegram counts in UTF-16 units, as JavaScript
 * does. URLs that make the text too long are left out.
 */
function withLinks(text: string, entities: readonly TextEntity[] = []): string {
  let result = "";
  let copied = 0;
  let rest = textMaxUnits - text.length;
  for (const { end, url } of linksOf(text, entities)) {
    const address = ` (${url})`;
    if (address.length <= rest) {
      result += text.slice(copied, end) + address;
      copied = end;
      rest -= address.length;
    }
  }
  return result + text.slice(copied);
}

/** Returns the end and the URL of each link, in order. Omits links whose words already are the URL. */
function linksOf(text: string, entities: readonly TextEntity[]) {
  return entities
    .filter(({ type, offset, length }) => type === "text_link" && offset >= 0 && length > 0)
    .map(({ offset, length, url = "" }) => {
      const end = offset + length;
      return { end, words: text.slice(offset, end), url };
    })
    .filter(({ end, words, url }) => {
      const isInText = words !== "" && end <= text.length && !splitsPair(text, end);
      // Other schemes, such as `tg:`, work only in Telegram.
      return isInText && /^https?:/i.test(url) && !isSameAddress(words, url);
    })
    .sort((a, b) => a.end - b.end);
}

function isSameAddress(words: string, url: string): boolean {
  const bare = (address: string) => address.replace(/^https?:\/\//i, "").replace(/\/$/, "");
  return bare(words) === bare(url);
}

function splitsPair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

/**
 * Adds a message's quote of another message above its text, as lines that start with `>`. Omits the first line of a
 * post of the bot, because it contains only the visitor's tag and name.
 */
export function withQuote(text: string, { quote, reply_to_message: replied }: TelegramMessage): string {
  const post = replied?.text ?? replied?.caption ?? "";
  const [heading = ""] = /^#[A-Za-z][A-Za-z0-9_]* [^\n]*/.exec(post) ?? [];
  const lines = (quote?.text ?? "").split("\n");
  const startsInHeading = (quote?.position ?? 0) < heading.length;
  const quoted = lines
    .slice(startsInHeading ? 1 : 0)
    .join("\n")
    .trim();
  if (quoted === "") {
    return text;
  }
  const marked = quoted.replace(/^/gm, "> ");
  return text === "" ? marked : `${marked}\n${text}`;
}
