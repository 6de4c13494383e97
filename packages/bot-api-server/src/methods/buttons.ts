import type { InlineKeyboardMarkup } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import type { MessageContent } from "../message-content";
import { type Parameters, toRecord } from "../parameters";
import type { Method } from "./method";

/** https://core.telegram.org/bots/api#answercallbackquery */
export const answerCallbackQuery: Method = (telegram, parameters) => {
  const text = parameters.text("text") ?? "";
  if (text.length > longestAnswer) {
    throw badRequest("MESSAGE_TOO_LONG");
  }
  telegram.callbackQueries.answer({
    callbackQueryId: parameters.text("callback_query_id") ?? "",
    text,
    showAlert: parameters.flag("show_alert"),
  });
  return true;
};

/**
 * Reads the buttons below a message: https://core.telegram.org/bots/api#inlinekeyboardmarkup. Other kinds of
 * `reply_markup` are ignored.
 *
 * @throws BotApiError 400 for a button that Telegram rejects
 */
export function readButtons(parameters: Parameters): Pick<MessageContent, "reply_markup"> {
  const markup = toRecord(parameters.json("reply_markup"));
  const rows = markup?.inline_keyboard;
  if (rows === undefined) {
    return {};
  }
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw badRequest("object expected as reply markup");
  }
  for (const button of rows.flat()) {
    checkButton(toRecord(button) ?? {});
  }
  // The checks do not narrow the type of each button.
  return rows.flat().length === 0 ? {} : { reply_markup: { inline_keyboard: rows } as InlineKeyboardMarkup };
}

function checkButton(button: Readonly<Record<string, unknown>>): void {
  const actions = buttonActions.filter((action) => button[action] !== undefined);
  if (typeof button.text !== "string" || button.text.trim() === "") {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (actions.length !== 1) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  const { callback_data: data, copy_text: copyText } = button;
  if (data !== undefined && !(typeof data === "string" && isBetween(Buffer.byteLength(data), 1, 64))) {
    throw badRequest("BUTTON_DATA_INVALID");
  }
  const copied = toRecord(copyText)?.text;
  if (copyText !== undefined && !(typeof copied === "string" && isBetween(copied.length, 1, 256))) {
    throw badRequest("BUTTON_COPY_TEXT_INVALID");
  }
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** https://core.telegram.org/bots/api#answercallbackquery, `text`: "0-200 characters" */
const longestAnswer = 200;

/** https://core.telegram.org/bots/api#inlinekeyboardbutton: "Exactly one of the fields other than text" */
const buttonActions = ["url", "callback_data", "copy_text", "web_app", "login_url", "switch_inline_query"];
