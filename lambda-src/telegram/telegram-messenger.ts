import { goesAsLink } from "../chat/delivery/delivery";
import { editAsText } from "../chat/delivery/edits";
import {
  type ChatLog,
  type FileStore,
  HostMoved,
  HostRefused,
  HostUnavailable,
  type NoticeOutcome,
  type TelegramMessenger,
} from "../chat/ports";
import type { BotApi } from "./bot-api";
import { composePosts, postMaxUnits, RemoteFileNotCopied, splitText } from "./compose-posts";
import { boundedBy, type Deadlines, defaultDeadlines } from "./deadlines";
import { hostErrorOf, reasonOf } from "./host-errors";
import { sendFile } from "./send-file";

/** Disables link previews, because Telegram would open a visitor's links to create them. */
const plain = { link_preview_options: { is_disabled: true } };

/** Sends posts to hosts and members through Telegram's Bot API. Every call has a deadline within the remaining time. */
export function telegramMessenger(
  bot: BotApi,
  files: Pick<FileStore, "canonicalUri" | "read">,
  log: ChatLog,
  deadlines: Deadlines = defaultDeadlines,
): TelegramMessenger {
  const sender = { bot, files, deadlines };
  const sendText = (chatId: string, text: string, timeLeft: () => number) =>
    bot.call(
      (callMethod) => callMethod("sendMessage", { chat_id: chatId, text, ...plain }),
      boundedBy(timeLeft, deadlines.text),
    );
  return {
    compose: (messages) => composePosts(messages, files.canonicalUri),
    post: (hostChatId, { file, text }, timeLeft) =>
      withHostErrors(async () =>
        messageIdOf(
          file
            ? await sendFile(sender, { chatId: hostChatId, file, caption: text }, timeLeft)
            : await sendText(hostChatId, text, timeLeft),
        ),
      ),
    tellMember: (chatId, message, timeLeft) =>
      withHostErrors(async () => {
        const { content } = editAsText(message);
        switch (content.type) {
          case "remote file":
            throw new RemoteFileNotCopied();
          case "file":
            if (goesAsLink(message)) {
              const { fileKey, fileName } = content;
              const link = `${fileName}: ${files.canonicalUri(fileKey, fileName)}`;
              messageIdOf(await sendText(chatId, link, timeLeft));
              return;
            }
            messageIdOf(await sendFile(sender, { chatId, file: content, caption: undefined }, timeLeft));
            return;
          case "text":
            for (const part of splitText(content.text, postMaxUnits)) {
              messageIdOf(await sendText(chatId, part, timeLeft));
            }
        }
      }),
    async notify(chatId, text, options = {}) {
      const { replyToMessageId, silent = false, timeLeft = () => Number.POSITIVE_INFINITY } = options;
      const other = { ...plain, disable_notification: silent };
      const reply = replyToMessageId !== undefined && {
        reply_parameters: { message_id: replyToMessageId, allow_sending_without_reply: true },
      };
      const send = async (toChatId: string, how: typeof other): Promise<NoticeOutcome> => {
        try {
          const milliseconds = boundedBy(timeLeft, deadlines.notice);
          await bot.call(
            (callMethod) => callMethod("sendMessage", { chat_id: toChatId, text, ...how }),
            milliseconds,
          );
          return { kind: "sent" };
        } catch (error) {
          const reason = hostErrorOf(error);
          // The notice is sent to the new chat without a reply, because the message's id belongs to another message
          // there. The next delivery detects that the group has moved, and updates the channel.
          if (reason instanceof HostMoved && toChatId === chatId) {
            return send(reason.toChatId, other);
          }
          log.warn("a notice was not sent", { reason: reasonOf(error) });
          return outcomeOf(reason);
        }
      };
      return send(chatId, { ...other, ...reply });
    },
  };
}

function outcomeOf(error: unknown): NoticeOutcome {
  if (error instanceof HostRefused || error instanceof HostMoved) {
    return { kind: "refused" };
  }
  // Nothing was sent. For example, the token could not be read.
  const reason =
    error instanceof HostUnavailable ? error : new HostUnavailable(reasonOf(error), { ambiguous: false });
  return { kind: "unavailable", reason };
}

async function withHostErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw hostErrorOf(error);
  }
}

/**
 * Reads the id of a sent message. A server other than Telegram's may omit the id. It is then unknown whether the
 * message was sent.
 */
function messageIdOf(sent: unknown): number {
  const id = (sent as { readonly message_id?: unknown } | null)?.message_id;
  if (typeof id === "number" && Number.isSafeInteger(id)) {
    return id;
  }
  throw new HostUnavailable("the Bot API's answer contains no message_id", {
    ambiguous: true,
    needsAttention: true,
  });
}
