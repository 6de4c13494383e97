import { HostMoved, HostRefused, HostUnavailable } from "../chat/ports";
import { BotApiError, HttpError, NoBotApiAnswer, RequestFailed } from "./bot-api";

/**
 * Descriptions of errors with code 400 that are temporary, or that the host or an operator can resolve. The message
 * stays pending. Telegram's server changes the case of the first letter (`fail_query_with_error` in
 * https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp), and passes on the codes of
 * Telegram's own API unchanged (https://core.telegram.org/method/messages.sendMessage#possible-errors).
 */
const temporaryRefusals: readonly { readonly description: RegExp; readonly because: string }[] = [
  // https://github.com/tdlib/td/blob/master/td/telegram/MessageContent.cpp, can_send_message_content
  { description: /not enough rights/i, because: "the chat's permissions forbid this kind of message" },
  // https://github.com/tdlib/td/issues/1544
  { description: /have no rights to send/i, because: "the bot is restricted" },
  // can_send_message_to_dialog in https://github.com/tdlib/td/blob/master/td/telegram/DialogManager.cpp
  { description: /have no write access to the chat/i, because: "the bot is restricted" },
  { description: /need administrator rights/i, because: "the bot is not an administrator" },
  // https://github.com/tdlib/telegram-bot-api/issues/863
  { description: /CHAT_RESTRICTED/, because: "the chat is restricted" },
  {
    description: /CHAT_(WRITE|SEND_\w+|GUEST_SEND)_FORBIDDEN|CHAT_ADMIN_REQUIRED/,
    because: "rights are missing",
  },
  { description: /TOPIC_CLOSED/, because: "the topic is closed" },
  { description: /chat is not accessible/i, because: "the bot's access to the chat has just changed" },
  // The parameter `migrate_to_chat_id` is missing. Otherwise the chat's new id would be known.
  { description: /upgraded to a supergroup/i, because: "the chat's new id is not known yet" },
  { description: /SLOWMODE_WAIT|FLOOD_(PREMIUM_)?WAIT/, because: "Telegram limits the bot" },
  // on_file_download in Client.cpp
  { description: /temporarily unavailable/i, because: "Telegram cannot read the file now" },
  { description: /internal server error|group send failed/i, because: "Telegram has a fault" },
  {
    description: /WORKER_BUSY|RPC_CALL_FAIL|MSG_WAIT_\w+|\btimeout\b|try again later/i,
    because: "Telegram is busy",
  },
  // get_closing_error in Client.cpp
  { description: /logged out/i, because: "the bot was logged out of this server" },
];

/** "file is too big" in https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp */
const tooLarge = /file is too big/i;

/**
 * Converts an error of a Bot API call to the consequence for the message.
 * @returns HostUnavailable, HostRefused or HostMoved. An error that does not come from Telegram is returned unchanged.
 */
export function hostErrorOf(error: unknown): unknown {
  if (error instanceof HttpError) {
    return unavailable(error);
  }
  if (!(error instanceof BotApiError)) {
    return error;
  }
  const { error_code: code, description, parameters } = error;
  const reason = reasonOf(error);
  if (parameters.migrate_to_chat_id !== undefined) {
    return new HostMoved(String(parameters.migrate_to_chat_id));
  }
  if (code === 429) {
    const seconds = parameters.retry_after;
    return new HostUnavailable(reason, {
      ambiguous: false,
      ...(seconds !== undefined && { retryAfterMilliseconds: seconds * 1000 }),
    });
  }
  if (code >= 500) {
    return new HostUnavailable(reason, { ambiguous: false });
  }
  if (isLastingRefusal(error)) {
    return new HostRefused(reason, tooLarge.test(description) ? "too large" : "refused");
  }
  // 401 and 404: the token or the API root is wrong. 409: another program uses the token. A retry alone resolves none
  // of these.
  return new HostUnavailable(reason, { ambiguous: false, needsAttention: true });
}

/** Returns whether Telegram has rejected a call for good. */
export function isLastingRefusal(error: unknown): error is BotApiError {
  if (!(error instanceof BotApiError) || error.parameters.migrate_to_chat_id !== undefined) {
    return false;
  }
  if (error.error_code === 403) {
    return true;
  }
  const isTemporary = temporaryRefusals.some(({ description }) => description.test(error.description));
  return error.error_code === 400 && !isTemporary;
}

/** Returns the reason why a call failed. The text contains neither the token nor a text of the chat. */
export function reasonOf(error: unknown): string {
  if (error instanceof BotApiError) {
    return `${error.method}: ${error.error_code} ${error.description.slice(0, reasonMaxUnits)}`;
  }
  if (error instanceof HttpError) {
    const { error: cause } = error;
    const isOurs = cause instanceof RequestFailed || cause instanceof NoBotApiAnswer;
    return `Telegram cannot be reached: ${isOurs ? cause.message : "unknown reason"}`;
  }
  if (error instanceof HostUnavailable) {
    return error.message;
  }
  return error instanceof Error ? error.name : "unknown";
}

/** Telegram's descriptions are one sentence. The limit prevents the answer of another server from filling the log. */
const reasonMaxUnits = 300;

function unavailable(error: HttpError): HostUnavailable {
  const { error: cause } = error;
  // An unknown error does not show whether the request was sent.
  const ambiguous = !(cause instanceof RequestFailed) || cause.wasSent;
  return new HostUnavailable(reasonOf(error), {
    ambiguous,
    ...(cause instanceof NoBotApiAnswer && { needsAttention: true }),
  });
}
