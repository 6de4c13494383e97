import type { ReplyTarget } from "../chat/hosts/routing";
import { describedContent } from "./described-content";
import { refusedFields, serviceFields } from "./message-fields";
import { fileMaxBytes, fileOf } from "./sent-file";
import type { CommandUpdate, FromChat, HostUpdate, Talk } from "./update";
import { type TelegramMessage, updateSchema } from "./update-schema";
import { withQuote, writtenText } from "./written-text";

/**
 * Reads an update. An unreadable update is ignored, because no retry could fix it.
 * @param botId the id of Kite's bot, to distinguish its posts from those of other bots; `undefined` accepts every bot
 */
export function readUpdate(body: unknown, botId: number | undefined): HostUpdate {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) {
    return { kind: "ignored", reason: "not an update of the Bot API" };
  }
  const { update_id: updateId, message, edited_message } = parsed.data;
  const sent = message ?? edited_message;
  if (!sent) {
    return { kind: "ignored", reason: "not about a message" };
  }
  const { id: chatId } = sent.chat;
  const { migrate_to_chat_id: toChatId, migrate_from_chat_id: fromChatId } = sent;
  if (toChatId !== undefined || fromChatId !== undefined) {
    return { kind: "moved", fromChatId: String(fromChatId ?? chatId), toChatId: String(toChatId ?? chatId) };
  }
  if (serviceFields.some((name) => sent[name] !== undefined)) {
    return { kind: "ignored", reason: "a service message" };
  }
  if (!isByPerson(sent)) {
    return { kind: "ignored", reason: "not written by a person" };
  }
  const from = {
    updateId,
    chatId: String(chatId),
    chatIsPrivate: sent.chat.type === "private",
    messageId: sent.message_id,
    senderName: [sent.from?.first_name, sent.from?.last_name].filter(Boolean).join(" "),
  };
  if (!message) {
    return editOf(sent, from);
  }
  return (
    commandOf(from, sent) ??
    contentOf(sent, {
      ...from,
      repliesTo: replyTargetOf(sent, botId),
      sentAt: new Date(sent.date * 1000).toISOString(),
    })
  );
}

/** Returns the update for a message, by the lists of fields in message-fields.ts. */
function contentOf(sent: TelegramMessage, talk: Talk): HostUpdate {
  if (sent.text !== undefined) {
    return { kind: "text", ...talk, text: writtenText(sent) };
  }
  const caption = writtenText(sent) || undefined;
  const file = fileOf(sent);
  if (file) {
    const { fileSize = 0, kind: fileKind } = file;
    return fileSize > fileMaxBytes
      ? { kind: "refused content", ...talk, refused: { kind: "large file", fileKind, fileSize }, caption }
      : { kind: "file", ...talk, file, caption };
  }
  const description = describedContent(sent);
  if (description !== undefined) {
    return { kind: "text", ...talk, text: withQuote(description, sent) };
  }
  const [, refusedKind] = Object.entries(refusedFields).find(([name]) => sent[name] !== undefined) ?? [];
  return refusedKind
    ? { kind: "refused content", ...talk, refused: { kind: refusedKind }, caption }
    : { kind: "unknown content", ...talk };
}

/**
 * Returns an edit of a text or caption. Other edits are ignored: Telegram also reports each move of a live location,
 * and changes of fields that bots do not see. https://core.telegram.org/bots/api#update
 */
function editOf(sent: TelegramMessage, from: FromChat): HostUpdate {
  const { text, caption, edit_date = sent.date } = sent;
  if (text === undefined && caption === undefined && !fileOf(sent)) {
    return { kind: "ignored", reason: "an edit of neither a text nor a caption" };
  }
  const editedAt = new Date(edit_date * 1000).toISOString();
  return { kind: "edit", ...from, text: writtenText(sent), editedAt };
}

/**
 * Returns whether a person wrote a message. If a person writes as a channel or as an anonymous administrator, the
 * message has a `sender_chat`, and one of Telegram's bots as the sender. A post of a linked channel also has both, but
 * it does not count, because Telegram forwards it automatically. A message that a person sent through an inline bot
 * counts as the person's. https://core.telegram.org/bots/api#message
 */
function isByPerson({ from, sender_chat, is_automatic_forward }: TelegramMessage): boolean {
  if (is_automatic_forward) {
    return false;
  }
  return sender_chat !== undefined || (from !== undefined && from.is_bot !== true);
}

/** A command counts only if Telegram marks it at the very start of the text. */
function commandOf(from: FromChat, sent: TelegramMessage): CommandUpdate | undefined {
  const { text, entities, chat, sender_chat } = sent;
  const mark = entities?.find((it) => it.type === "bot_command" && it.offset === 0);
  if (text === undefined || !mark) {
    return undefined;
  }
  const [command = "", bot] = text.slice(1, mark.length).split("@");
  const argument = text.slice(mark.length).trim();
  // An anonymous administrator writes in the name of the group.
  const sender = sender_chat ? { isGroup: sender_chat.id === chat.id } : { userId: sent.from?.id };
  return { kind: "command", ...from, sender, command: command.toLowerCase(), bot, argument };
}

type RepliedMessage = NonNullable<TelegramMessage["reply_to_message"]>;

/**
 * Returns the target of a reply. A post of the bot belongs to the visitor whose tag it starts with, because no name or
 * text of a visitor comes before the tag. Any other message belongs to its recipient. A message without a sender may be
 * either.
 */
function replyTargetOf(
  { reply_to_message: replied }: TelegramMessage,
  botId: number | undefined,
): ReplyTarget | undefined {
  if (!replied) {
    return undefined;
  }
  const author = authorOf(replied, botId);
  const tag = /^#([A-Za-z][A-Za-z0-9_]*)/.exec(replied.text ?? replied.caption ?? "")?.[1];
  if (tag !== undefined && author !== "somebody else") {
    return { kind: "tag", tag };
  }
  if (replied.message_id === undefined || author === "our bot") {
    return { kind: "other" };
  }
  return { kind: "message", chatMessageId: replied.message_id };
}

/**
 * Returns the author of a message. An anonymous administrator, and a person who writes as a channel, have `sender_chat`
 * and one of Telegram's bots as the sender: https://core.telegram.org/bots/api#message
 */
function authorOf(
  { from, sender_chat }: RepliedMessage,
  botId: number | undefined,
): "our bot" | "somebody else" | "unknown" {
  if (sender_chat !== undefined) {
    return "somebody else";
  }
  if (from?.is_bot === undefined) {
    return "unknown";
  }
  return from.is_bot && (botId === undefined || from.id === botId) ? "our bot" : "somebody else";
}
