import type { Message, User } from "@grammyjs/types";
import type { FileView, MessageView } from "./host-view";

/** Converts a message of the Bot API to the form that the page displays. */
export function viewMessage(message: Message): MessageView {
  const text = textOf(message);
  const file = fileOf(message);
  const replied = message.reply_to_message;
  return {
    id: message.message_id,
    senderName: nameOf(message.from),
    isBot: message.from?.is_bot === true,
    time: new Date(message.date * 1000).toISOString(),
    text,
    ...(file && { file }),
    marks: (message.entities ?? message.caption_entities ?? []).map(({ type, offset, length }) => ({
      type,
      offset,
      length,
    })),
    ...(replied && {
      replyTo: {
        id: replied.message_id,
        senderName: nameOf(replied.from),
        text: textOf(replied) || (fileOf(replied)?.name ?? ""),
      },
    }),
    isEdited: message.edit_date !== undefined,
    isService: message.pinned_message !== undefined,
  };
}

type AnyMessage = Message | NonNullable<Message["reply_to_message"]>;

function textOf(message: AnyMessage): string {
  return message.pinned_message === undefined
    ? (message.text ?? message.caption ?? "")
    : `${nameOf(message.from)} pinned a message`;
}

/**
 * Returns the file of a message. A photo has its largest size. Telegram sends an animation as a document too, so
 * animations are checked first.
 */
function fileOf(message: AnyMessage): FileView | undefined {
  const { animation, video, video_note: videoNote, voice, audio, sticker, document } = message;
  const kinds = [
    [message.photo?.at(-1), "photo", "Photo"],
    [animation ?? video, "video", "Video"],
    [videoNote, "video", "Video message"],
    [voice, "audio", "Voice message"],
    [audio, "audio", "Music"],
    [sticker, "photo", "Sticker"],
    [document, document?.mime_type?.startsWith("image/") ? "photo" : "file", "File"],
  ] as const;
  const [file, kind, defaultName] = kinds.find(([it]) => it !== undefined) ?? [];
  if (file === undefined || kind === undefined) {
    return undefined;
  }
  const name = "file_name" in file && file.file_name ? file.file_name : (defaultName ?? "File");
  return { name, kind, url: `/playground/files/${encodeURIComponent(file.file_id)}` };
}

function nameOf(user: User | undefined): string {
  return user?.first_name ?? "Telegram";
}
