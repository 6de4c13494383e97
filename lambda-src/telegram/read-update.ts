import type { ReplyTarget } from "../chat/hosts/routing";
import type { CommandUpdate, FromChat, HostUpdate, SentFile } from "./update";
import { type TelegramMessage, updateSchema } from "./update-schema";

/**
 * Reads an update. An unreadable one is ignored, because no retry could fix it.
 * @param botId the id of Kite's bot, to distinguish its posts from those of other bots; `undefined` accepts every bot
 */
export function readUpdate(body: unknown, botId: number | undefined): HostUpdate {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) {
    return { kind: "ignored", reason: "not an update of the Bot API" };
  }
  const { update_id: updateId, message: sent } = parsed.data;
  if (!sent) {
    return { kind: "ignored", reason: "not about a new message" };
  }
  const from = {
    updateId,
    chatId: String(sent.chat.id),
    chatIsPrivate: sent.chat.type === "private",
    messageId: sent.message_id,
    senderName: [sent.from?.first_name, sent.from?.last_name].filter(Boolean).join(" "),
  };
  const talk = {
    ...from,
    repliesTo: replyTargetOf(sent, botId),
    sentAt: new Date(sent.date * 1000).toISOString(),
  };
  const file = fileOf(sent);
  if (file) {
    return { kind: "file", ...talk, file, caption: sent.caption };
  }
  if (sent.text !== undefined) {
    return commandOf(from, sent.text, sent) ?? { kind: "text", ...talk, text: sent.text };
  }
  if (isServiceMessage(sent)) {
    return { kind: "ignored", reason: "a service message" };
  }
  return { kind: "unknown content", ...from };
}

/** A command counts only if Telegram marks it at the very start of the text. */
function commandOf(from: FromChat, text: string, sent: TelegramMessage): CommandUpdate | undefined {
  const mark = sent.entities?.find((it) => it.type === "bot_command" && it.offset === 0);
  if (!mark) {
    return undefined;
  }
  const [command = "", bot] = text.slice(1, mark.length).split("@");
  const argument = text.slice(mark.length).trim();
  return { kind: "command", ...from, command: command.toLowerCase(), bot, argument };
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

/**
 * Returns the file of a message, with Telegram's name and type, or the defaults of its kind. An animation is also sent
 * as a document, so it comes first.
 */
function fileOf(sent: TelegramMessage): SentFile | undefined {
  const largest = sent.photo?.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const [stickerName, stickerType] = sent.sticker?.is_animated
    ? (["sticker.tgs", "application/x-tgsticker"] as const)
    : sent.sticker?.is_video
      ? (["sticker.webm", "video/webm"] as const)
      : (["sticker.webp", "image/webp"] as const);
  const kinds = [
    [largest, "photo.jpg", "image/jpeg"],
    [sent.animation, "animation.mp4", "video/mp4"],
    [sent.video, "video.mp4", "video/mp4"],
    [sent.video_note, "video.mp4", "video/mp4"],
    [sent.voice, "voice.ogg", "audio/ogg"],
    [sent.audio, "audio.mp3", "audio/mpeg"],
    [sent.sticker, stickerName, stickerType],
    [sent.document, "file", "application/octet-stream"],
  ] as const;
  const [file, defaultName, defaultType] = kinds.find(([it]) => it !== undefined) ?? [];
  if (!file) {
    return undefined;
  }
  return {
    fileId: file.file_id,
    fileName: file.file_name ?? defaultName ?? "file",
    fileType: file.mime_type ?? defaultType ?? "application/octet-stream",
    fileSize: file.file_size,
  };
}

/**
 * Returns whether a message is a service message of Telegram: a person joined, the title changed, a message was pinned
 * …
 */
function isServiceMessage(sent: TelegramMessage): boolean {
  return serviceFields.some((name) => name in sent);
}

const serviceFields = `new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo
  group_chat_created supergroup_chat_created migrate_to_chat_id migrate_from_chat_id pinned_message
  forum_topic_created forum_topic_closed forum_topic_reopened forum_topic_edited`.split(/\s+/);
