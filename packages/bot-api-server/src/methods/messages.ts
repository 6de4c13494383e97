import type { Message } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import { textContent } from "../message-content";
import { type Method, readMessage, readReply, readRoom, readWritableRoom } from "./method";
import { readText } from "./texts";

/** https://core.telegram.org/bots/api#sendmessage */
export const sendMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const { text, entities } = readText(parameters);
  const reply = readReply(room, parameters);
  telegram.countSending(room);
  return telegram.post(room, { ...textContent(text, entities), ...reply });
};

/** https://core.telegram.org/bots/api#editmessagetext */
export const editMessageText: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const message = readMessage(room, parameters, "edit");
  const { text, entities } = readText(parameters);
  if (message.from?.id !== telegram.bot.id || message.text === undefined) {
    throw badRequest("message can't be edited");
  }
  if (message.text === text) {
    throw badRequest(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  return telegram.change(room, message.message_id, textContent(text, entities));
};

/** https://core.telegram.org/bots/api#deletemessage */
export const deleteMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const message = readMessage(room, parameters, "delete");
  if (message.from?.id !== telegram.bot.id && room.botStatus !== "administrator") {
    throw badRequest("message can't be deleted");
  }
  return telegram.remove(room, message.message_id);
};

/** https://core.telegram.org/bots/api#pinchatmessage */
export const pinChatMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  room.checkBotMayPin();
  telegram.pin(room, readMessage(room, parameters, "pin"));
  return true;
};

/** https://core.telegram.org/bots/api#unpinchatmessage. Without `message_id`, unpins the newest pinned message. */
export const unpinChatMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  room.checkBotMayPin();
  const messageId = parameters.integer("message_id") ?? room.pinned.at(-1);
  if (messageId === undefined || !telegram.unpin(room, messageId)) {
    throw badRequest("message to unpin not found");
  }
  return true;
};

/** https://core.telegram.org/bots/api#getchat. Required fields that the server does not track have neutral values. */
export const getChat: Method = (telegram, parameters) => {
  const room = readRoom(telegram, parameters);
  const pinned: Message | undefined = room.tryFindMessage(room.pinned.at(-1));
  return {
    ...room.chat,
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(pinned && { pinned_message: pinned }),
  };
};

/** https://core.telegram.org/bots/api#getchatmember */
export const getChatMember: Method = (telegram, parameters) => {
  const room = readRoom(telegram, parameters);
  const userId = parameters.integer("user_id");
  const member = userId === undefined ? undefined : room.memberOf(userId);
  if (member === undefined) {
    throw badRequest("invalid user_id specified");
  }
  return member;
};
