import { type ChatLog, type HostMessenger, HostMoved, HostRefused, HostUnavailable } from "../chat/ports";
import { type BotApi, GrammyError } from "./bot-api";
import { composePosts } from "./compose-posts";

/** Shows the host what visitors write, by Telegram's Bot API. */
export function hostMessenger(bot: BotApi, log: ChatLog): HostMessenger {
  return {
    compose: composePosts,
    async post(hostChatId, post) {
      try {
        await bot.call((api) =>
          api.sendMessage(hostChatId, post.text, { link_preview_options: { is_disabled: true } }),
        );
      } catch (error) {
        throw hostError(error);
      }
    },
    async notify(chatId, text, replyToMessageId) {
      const reply = replyToMessageId && {
        reply_parameters: { message_id: replyToMessageId, allow_sending_without_reply: true },
      };
      try {
        await bot.call((api) => api.sendMessage(chatId, text, { ...reply }));
      } catch (error) {
        log.warn("a notice was not shown", { reason: reasonOf(error) });
      }
    },
  };
}

/**
 * What a failed call means for the message that was to be shown.
 * https://core.telegram.org/bots/api#responseparameters
 */
function hostError(error: unknown): Error {
  if (!(error instanceof GrammyError)) {
    return new HostUnavailable(`Telegram cannot be reached: ${reasonOf(error)}`, undefined);
  }
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
