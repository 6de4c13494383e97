import {
  type ChatLog,
  type FileStore,
  type HostMessenger,
  HostMoved,
  HostRefused,
  HostUnavailable,
} from "../chat/ports";
import { type BotApi, GrammyError, HttpError } from "./bot-api";
import { composePosts, postMaxUnits, splitText } from "./compose-posts";
import { sendFile } from "./send-file";

/** A visitor's links are not previewed: Telegram would visit them. */
const plain = { link_preview_options: { is_disabled: true } };

/** Shows hosts and members what is written, by Telegram's Bot API. */
export function hostMessenger(
  bot: BotApi,
  files: Pick<FileStore, "canonicalUri" | "read">,
  log: ChatLog,
): HostMessenger {
  return {
    compose: composePosts,
    post: (hostChatId, post) =>
      throwingHostErrors(() =>
        bot.call(async (api) => {
          if (post.file) await sendFile(api, files, hostChatId, post.file, post.text);
          else await api.sendMessage(hostChatId, post.text, plain);
        }),
      ),
    tellMember: (chatId, { content }) =>
      throwingHostErrors(() =>
        bot.call(async (api) => {
          if (content.type === "file") await sendFile(api, files, chatId, content, undefined);
          else
            for (const part of splitText(content.text, postMaxUnits))
              await api.sendMessage(chatId, part, plain);
        }),
      ),
    async notify(chatId, text, { replyToMessageId, silent = false } = {}) {
      try {
        await bot.call((api) =>
          api.sendMessage(chatId, text, {
            ...plain,
            disable_notification: silent,
            ...(replyToMessageId !== undefined && {
              reply_parameters: { message_id: replyToMessageId, allow_sending_without_reply: true },
            }),
          }),
        );
        return true;
      } catch (error) {
        log.warn("a notice was not shown", { reason: reasonOf(error) });
        return false;
      }
    },
    announce(hostChatId, { tag, memberName }, what) {
      return this.notify(hostChatId, `#${tag} ${memberName} ${what}`, { silent: true });
    },
  };
}

async function throwingHostErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw hostError(error);
  }
}

/**
 * What a failed call means for the message that was to be shown.
 * https://core.telegram.org/bots/api#responseparameters
 */
function hostError(error: unknown): unknown {
  if (error instanceof HttpError) {
    return new HostUnavailable(`Telegram cannot be reached: ${reasonOf(error)}`, undefined);
  }
  // Anything else is a fault of ours or of a store.
  if (!(error instanceof GrammyError)) return error;
  const { error_code: code, parameters } = error;
  if (parameters.migrate_to_chat_id) return new HostMoved(String(parameters.migrate_to_chat_id));
  if (code === 429 || code >= 500 || code === 401) {
    return new HostUnavailable(reasonOf(error), parameters.retry_after);
  }
  return new HostRefused(reasonOf(error));
}

/** A failed call in words that hold neither token nor text: grammY's own message of an HttpError may name the URL. */
function reasonOf(error: unknown): string {
  if (error instanceof GrammyError) return `${error.method}: ${error.error_code} ${error.description}`;
  return error instanceof Error ? error.name : "unknown";
}
