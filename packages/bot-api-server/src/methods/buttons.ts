import type { InlineKeyboardButton } from "@grammyjs/types";
import { type BotApiError, badRequest } from "../bot-api-error";
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
 * @throws BotApiError 400 for a button that Telegram rejects (`get_reply_markup` in
 *   https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp)
 */
export function readButtons(parameters: Parameters): Pick<MessageContent, "reply_markup"> {
  const given = parameters.json("reply_markup");
  if (given === undefined) {
    return {};
  }
  const markup = toRecord(given);
  if (markup === undefined) {
    throw badRequest("object expected as reply markup");
  }
  const { inline_keyboard: rows = [] } = markup;
  if (!Array.isArray(rows)) {
    throw badRequest('field "inline_keyboard" must be of type Array');
  }
  if (!rows.every(Array.isArray)) {
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  }
  const inline_keyboard = rows.filter((row) => row.length > 0).map((row) => row.map(readButton));
  return inline_keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard } };
}

/** Returns a button with the one action that Telegram keeps. */
function readButton(value: unknown): InlineKeyboardButton {
  const button = toRecord(value);
  if (button === undefined) {
    throw unreadable("InlineKeyboardButton must be an Object");
  }
  const { text } = button;
  if (text === undefined) {
    throw unreadable(`Can't find field "text"`);
  }
  if (typeof text !== "string") {
    throw unreadable('Field "text" must be of type String');
  }
  const action = buttonActions.find((name) => isAction(name, button[name]));
  if (action === undefined) {
    throw unreadable("Text buttons are unallowed in the inline keyboard");
  }
  if (text.trim() === "") {
    throw badRequest("inline keyboard button text must be non-empty");
  }
  checkAction(button[action], action);
  const kept = Object.entries(button).filter(([name]) => name === action || !buttonActions.includes(name));
  return Object.fromEntries(kept) as unknown as InlineKeyboardButton;
}

function unreadable(reason: string): BotApiError {
  return badRequest(`can't parse inline keyboard button: ${reason}`);
}

function isAction(name: string, value: unknown): boolean {
  return value !== undefined && (value !== "" || name.startsWith("switch_inline_query"));
}

function checkAction(value: unknown, name: string): void {
  if (
    name === "callback_data" &&
    !(typeof value === "string" && isBetween(Buffer.byteLength(value), 1, 64))
  ) {
    throw badRequest("BUTTON_DATA_INVALID");
  }
  const copied = toRecord(value)?.text;
  if (name === "copy_text" && !(typeof copied === "string" && isBetween(copied.length, 1, 256))) {
    throw badRequest("BUTTON_COPY_TEXT_INVALID");
  }
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** https://core.telegram.org/bots/api#answercallbackquery, `text`: "0-200 characters" */
const longestAnswer = 200;

/** In the order in which `get_inline_keyboard_button_type` of `Client.cpp` searches for them. */
const buttonActions = [
  "url",
  "callback_data",
  "callback_game",
  "pay",
  "switch_inline_query",
  "switch_inline_query_chosen_chat",
  "switch_inline_query_current_chat",
  "login_url",
  "web_app",
  "copy_text",
];
