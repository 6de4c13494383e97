import type { Message, User } from "grammy/types";
import type { MessageView } from "./host-view";

/** A message of the Bot API as the page shows it. */
export function viewMessage(message: Message): MessageView {
  const text = textOf(message);
  const replied = message.reply_to_message;
  return {
    id: message.message_id,
    senderName: nameOf(message.from),
    isBot: message.from?.is_bot === true,
    time: new Date(message.date * 1000).toISOString(),
    text,
    marks: (message.entities ?? message.caption_entities ?? []).map(({ type, offset, length }) => ({
      type,
      offset,
      length,
    })),
    ...(replied && {
      replyTo: {
        id: replied.message_id,
        senderName: nameOf(replied.from),
        text: textOf(replied),
      },
    }),
    isEdited: message.edit_date !== undefined,
    isService: message.pinned_message !== undefined,
  };
}

/** What stands in a message, files named. */
function textOf(message: Message | NonNullable<Message["reply_to_message"]>): string {
  if (message.pinned_message !== undefined) {
    return `${nameOf(message.from)} pinned a message`;
  }
  const file = message.document?.file_name ?? message.video?.file_name ?? (message.photo && "photo");
  const words = message.text ?? message.caption ?? "";
  return file === undefined ? words : `${words}\n[${file}]`.trimStart();
}

function nameOf(user: User | undefined): string {
  return user?.first_name ?? "Telegram";
}
