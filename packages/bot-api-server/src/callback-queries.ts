import { randomInt } from "node:crypto";
import type { InlineKeyboardMarkup, User } from "@grammyjs/types";
import { badRequest } from "./bot-api-error";
import type { ChatRoom } from "./chat-room";
import type { Chats } from "./chats";
import type { CallbackAnswer } from "./telegram-props";
import type { Webhook } from "./webhook";

/** The buttons that people have pressed, until the bot answers: https://core.telegram.org/bots/api#callbackquery */
export class CallbackQueries {
  readonly #chats: Chats;
  readonly #webhook: Webhook;
  readonly #open = new Set<string>();

  constructor(chats: Chats, webhook: Webhook) {
    this.#chats = chats;
    this.#webhook = webhook;
  }

  /** @throws Error if the message has no button with this `callback_data`. */
  ask(room: ChatRoom, from: User, messageId: number, data: string): string {
    const message = room.tryFindMessage(messageId);
    const offered = callbackData(message?.reply_markup);
    if (message === undefined || !offered.includes(data)) {
      throw new Error(
        `Message ${messageId} of chat ${room.chat.id} has no button with the data "${data}". Data of its buttons: ${offered.join(", ") || "none"}.`,
      );
    }
    const id = String(randomInt(2 ** 47));
    this.#open.add(id);
    // Telegram keeps the queries of each person in order, apart from the messages of the chat.
    this.#webhook.push(`callback_query ${from.id}`, "callback_query", {
      id,
      from,
      message,
      chat_instance: String(room.chat.id),
      data,
    });
    return id;
  }

  /** @throws BotApiError 400 if the query is unknown or answered. */
  answer(answer: CallbackAnswer): void {
    if (!this.#open.delete(answer.callbackQueryId)) {
      throw badRequest("query is too old and response timeout expired or query ID is invalid");
    }
    this.#chats.emit({ type: "callbackAnswer", answer });
  }
}

function callbackData(keyboard: InlineKeyboardMarkup | undefined): readonly string[] {
  return (keyboard?.inline_keyboard ?? [])
    .flat()
    .flatMap((button) => ("callback_data" in button ? [button.callback_data] : []));
}
