import type { ResponseParameters } from "@grammyjs/types";

/**
 * An error of the Bot API, sent as `{"ok":false}`.
 * Bots parse the texts, so the texts are equal to those of Telegram's own server
 * (https://github.com/tdlib/telegram-bot-api, `fail_query_with_error`).
 */
export class BotApiError extends Error {
  override readonly name = "BotApiError";

  readonly errorCode: number;
  readonly parameters: ResponseParameters | undefined;

  /**
   * @param errorCode The HTTP status, also sent as `error_code`.
   * @param description The full text, with its prefix such as `Bad Request: `.
   * @param parameters Parameters that help the bot to recover, for example `retry_after` in seconds.
   */
  constructor(errorCode: number, description: string, parameters?: ResponseParameters) {
    super(description);
    this.errorCode = errorCode;
    this.parameters = parameters;
  }
}

/** Creates a 400 error: the parameters are wrong. */
export function badRequest(reason: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${reason}`);
}

/** Creates a 403 error: the bot may not write in this chat. */
export function forbidden(reason: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${reason}`);
}

/** Creates a 429 error with the delay in seconds: https://core.telegram.org/bots/api#responseparameters */
export function tooManyRequests(retryAfterSeconds: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  });
}
