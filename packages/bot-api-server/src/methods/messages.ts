import type { Message } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import {
  captionContent,
  captionFields,
  type MessageContent,
  textContent,
  textFields,
} from "../message-content";
import type { Parameters } from "../parameters";
import type { Telegram } from "../telegram";
import { readButtons } from "./buttons";
import { type Method, readMessage, readPlace, readRoom, readWritableRoom } from "./method";
import { readCaption, readText } from "./texts";

/** https://core.telegram.org/bots/api#sendmessage */
export const sendMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const { text, entities } = readText(parameters);
  const place = readPlace(room, parameters);
  return telegram.chats.post(room, { ...textContent(text, entities), ...readButtons(parameters), ...place });
};

/** https://core.telegram.org/bots/api#editmessagetext. Without `reply_markup`, removes the buttons. */
export const editMessageText: Method = (telegram, parameters) => {
  const { text, entities } = readText(parameters);
  return edit(telegram, parameters, textFields, textContent(text, entities));
};

/** https://core.telegram.org/bots/api#editmessagecaption. Without `reply_markup`, removes the buttons. */
export const editMessageCaption: Method = (telegram, parameters) => {
  const { text, entities } = readCaption(parameters);
  return edit(telegram, parameters, captionFields, captionContent(text, entities));
};

/** https://core.telegram.org/bots/api#editmessagereplymarkup */
export const editMessageReplyMarkup: Method = (telegram, parameters) => edit(telegram, parameters, [], {});

function edit(
  telegram: Telegram,
  parameters: Parameters,
  fields: readonly (keyof MessageContent)[],
  content: MessageContent,
): Message {
  const room = readWritableRoom(telegram, parameters);
  const message = readMessage(room, parameters, "edit");
  const buttons = readButtons(parameters);
  const isOtherKind = fields.length > 0 && (message.text !== undefined) !== (fields === textFields);
  if (message.from?.id !== telegram.bot.id || isOtherKind) {
    throw badRequest("message can't be edited");
  }
  const replaced = [...fields, "reply_markup"] as const;
  const edited = { ...content, ...buttons };
  if (replaced.every((field) => JSON.stringify(message[field]) === JSON.stringify(edited[field]))) {
    throw badRequest(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  return telegram.chats.change(room, message.message_id, replaced, edited);
}

/** https://core.telegram.org/bots/api#deletemessage */
export const deleteMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const message = readMessage(room, parameters, "delete");
  if (message.from?.id !== telegram.bot.id && !room.botCan("can_delete_messages")) {
    throw badRequest("message can't be deleted");
  }
  return telegram.chats.remove(room, message.message_id);
};

/** https://core.telegram.org/bots/api#pinchatmessage */
export const pinChatMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  room.checkBotCan("can_pin_messages", "manage pinned messages in the chat");
  telegram.chats.pin(room, readMessage(room, parameters, "pin"));
  return true;
};

/** https://core.telegram.org/bots/api#unpinchatmessage. Without `message_id`, unpins the newest pinned message. */
export const unpinChatMessage: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  room.checkBotCan("can_pin_messages", "manage pinned messages in the chat");
  const messageId = parameters.integer("message_id") ?? room.pinned.at(-1);
  if (messageId === undefined || !telegram.chats.unpin(room, messageId)) {
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
    ...(room.availableReactions && {
      available_reactions: room.availableReactions.map((emoji) => ({ type: "emoji", emoji })),
    }),
    ...(pinned && { pinned_message: pinned }),
  };
};

/** https://core.telegram.org/bots/api#getchatmember */
export const getChatMember: Method = (telegram, parameters) => {
  const room = readRoom(telegram, parameters);
  const userId = parameters.integer("user_id");
  const member = userId === undefined ? undefined : room.members.memberOf(userId, room.chat);
  if (member === undefined) {
    throw badRequest("invalid user_id specified");
  }
  return member;
};

/** https://core.telegram.org/bots/api#getchatadministrators */
export const getChatAdministrators: Method = (telegram, parameters) => {
  const room = readRoom(telegram, parameters);
  if (room.chat.type === "private") {
    throw badRequest("there are no administrators in the private chat");
  }
  return room.members.administrators(room.chat);
};
