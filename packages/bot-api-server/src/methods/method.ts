import type { Message } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import type { ChatRoom } from "../chat-room";
import { type MessageContent, withoutReply } from "../message-content";
import { type Parameters, toInteger, toRecord } from "../parameters";
import type { Telegram } from "../telegram";
import { generalTopicId } from "../topic";

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
  return telegram.chats.room(parameters.integer("chat_id"));
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
function readReply(room: ChatRoom, parameters: Parameters): Pick<Message, "reply_to_message"> {
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

/**
 * Returns the topic of `message_thread_id` and the message of `reply_parameters`, for a message that the bot is about
 * to send. A reply goes to the topic of the message that it replies to. Outside a forum, `message_thread_id` is ignored.
 * General cannot be addressed by an id: `check_message_topic` in
 * https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp
 *
 * @throws BotApiError 400 if the topic or the message does not exist, or the topic is closed to the bot.
 */
export function readPlace(room: ChatRoom, parameters: Parameters): MessageContent {
  const given = parameters.integer("message_thread_id") ?? 0;
  const threadId = room.isForum && given !== 0 ? given : undefined;
  if (threadId === generalTopicId || (threadId !== undefined && !room.topics.has(threadId))) {
    throw badRequest("message thread not found");
  }
  const reply = readReply(room, parameters);
  const topicId = threadId ?? reply.reply_to_message?.message_thread_id ?? generalTopicId;
  if (room.isForum && room.topics.get(topicId)?.isClosed && !room.botCan("can_manage_topics")) {
    throw badRequest("TOPIC_CLOSED");
  }
  return { ...(threadId !== undefined && { message_thread_id: threadId }), ...reply };
}
