import type { Message } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import type { ChatRoom } from "../chat-room";
import { type Parameters, toInteger, toRecord } from "../parameters";
import { type Telegram, withoutReply } from "../telegram";

/** One method of the Bot API: does it and gives the `result`; refuses by a `BotApiError`. */
export type Method = (telegram: Telegram, parameters: Parameters) => unknown;

/** The answer with a word on what was done, as `setWebhook` gives it. */
export class ResultWithDescription {
  constructor(
    readonly result: unknown,
    readonly description: string,
  ) {}
}

/** The chat of `chat_id`. @throws BotApiError 400 when it is missing or unknown. */
export function readRoom(telegram: Telegram, parameters: Parameters): ChatRoom {
  if ((parameters.text("chat_id") ?? "") === "") {
    throw badRequest("chat_id is empty");
  }
  return telegram.room(parameters.integer("chat_id"));
}

/** The chat of `chat_id`, where the bot may write. @throws BotApiError 403 when it may not. */
export function readWritableRoom(telegram: Telegram, parameters: Parameters): ChatRoom {
  const room = readRoom(telegram, parameters);
  room.checkBotMayWrite();
  return room;
}

/** The message of `message_id`. @throws BotApiError 400, `message to <purpose> not found`. */
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
 * What `reply_parameters` (or the older `reply_to_message_id`) adds to a message.
 * @throws BotApiError 400 when the message is not there and `allow_sending_without_reply` is not set.
 */
export function readReply(room: ChatRoom, parameters: Parameters): Pick<Message, "reply_to_message"> {
  const reply = toRecord(parameters.json("reply_parameters"));
  const messageId = toInteger(reply?.message_id) ?? parameters.integer("reply_to_message_id");
  if (messageId === undefined) {
    return {};
  }
  const replied = room.tryFindMessage(messageId);
  if (replied === undefined) {
    const mayGoWithout =
      reply?.allow_sending_without_reply === true || parameters.flag("allow_sending_without_reply");
    if (!mayGoWithout) {
      throw badRequest("message to be replied not found");
    }
    return {};
  }
  return { reply_to_message: withoutReply(replied) };
}
