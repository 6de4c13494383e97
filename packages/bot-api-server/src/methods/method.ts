import type { Message } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import type { ChatRoom } from "../chat-room";
import { withoutReply } from "../message-content";
import { type Parameters, toInteger, toRecord } from "../parameters";
import type { Telegram } from "../telegram";

/** A method of the Bot API. Returns its `result`. Throws a `BotApiError` to reject the call. */
export type Method = (telegram: Telegram, parameters: Parameters) => unknown;

/** A result with a `description`, as `setWebhook` returns it. */
export class ResultWithDescription {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

/** Returns the chat of `chat_id`. @throws BotApiError 400 if it is missing or unknown. */
export function readRoom(telegram: Telegram, parameters: Parameters): ChatRoom {
  if ((parameters.text("chat_id") ?? "") === "") {
    throw badRequest("chat_id is empty");
  }
  return telegram.room(parameters.integer("chat_id"));
}

/** Returns the chat of `chat_id`. @throws BotApiError 403 if the bot may not write there. */
export function readWritableRoom(telegram: Telegram, parameters: Parameters): ChatRoom {
  const room = readRoom(telegram, parameters);
  room.checkBotMayWrite();
  return room;
}

/** Returns the message of `message_id`. @throws BotApiError 400, `message to <purpose> not found`. */
export function readMessage(room: ChatRoom, parameters: Parameters, purpose: string): Message {
  const messageId = parameters.integer("message_id");
  if (messageId === undefined) {
    throw badRequest("message identifier is not specified");
  }
  const message = room.tryFindMessage(messageId);
  if (message === undefined) {
    throw badRequest(`message to ${purpose} not found`);
  }
  return message;
}

/**
 * Returns the `reply_to_message` for `reply_parameters` or the older `reply_to_message_id`.
 * @throws BotApiError 400 if the message does not exist and `allow_sending_without_reply` is not set.
 */
export function readReply(room: ChatRoom, parameters: Parameters): Pick<Message, "reply_to_message"> {
  const reply = toRecord(parameters.json("reply_parameters"));
  const messageId = toInteger(reply?.message_id) ?? parameters.integer("reply_to_message_id");
  const replied = room.tryFindMessage(messageId);
  if (replied !== undefined) {
    return { reply_to_message: withoutReply(replied) };
  }
  const mayGoWithout =
    reply?.allow_sending_without_reply === true || parameters.flag("allow_sending_without_reply");
  if (messageId !== undefined && !mayGoWithout) {
    throw badRequest("message to be replied not found");
  }
  return {};
}
