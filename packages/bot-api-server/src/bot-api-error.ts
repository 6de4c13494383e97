import type { ResponseParameters } from "@grammyjs/types";

/**
 * A refusal of the Bot API: what `{"ok":false}` answers say.
 * The texts are those of Telegram's own server, for bots read them
 * (https://github.com/tdlib/telegram-bot-api, `fail_query_with_error`).
 */
export class BotApiError extends Error {
  override readonly name = "BotApiError";

  /**
   * @param errorCode The HTTP status, repeated as `error_code`.
   * @param description The whole text, with its `Bad Request: ` or the like.
   * @param parameters How a bot can go on by itself, for example `retry_after` in seconds.
   */
  constructor(
    readonly errorCode: number,
    readonly description: string,
    readonly parameters?: ResponseParameters,
  ) {
    super(description);
  }
}

/** 400: the parameters are at fault. */
export function badRequest(reason: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${reason}`);
}

/** 403: the bot may not write here. */
export function forbidden(reason: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${reason}`);
}

/** 429, with the wait in seconds: https://core.telegram.org/bots/api#responseparameters */
export function tooManyRequests(retryAfterSeconds: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  });
}
