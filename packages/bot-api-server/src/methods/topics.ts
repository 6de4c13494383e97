import type { ForumTopic, Sticker } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import type { AdministratorRight } from "../chat-members";
import type { ChatRoom } from "../chat-room";
import type { Parameters } from "../parameters";
import type { Telegram } from "../telegram";
import { generalTopicId, type Topic } from "../topic";
import type { TopicChange, TopicIcon } from "../topics";
import { type Method, readWritableRoom } from "./method";

/** https://core.telegram.org/bots/api#createforumtopic */
export const createForumTopic: Method = (telegram, parameters) => {
  const room = readForum(telegram, parameters);
  room.checkBotCan("can_manage_topics", "create a topic");
  const topic = telegram
    .topics(room.chat.id)
    .create(telegram.bot.id, parameters.text("name") ?? "", readIcon(parameters));
  return describe(topic);
};

/** https://core.telegram.org/bots/api#editforumtopic */
export const editForumTopic = editor(readTopicId, (parameters) => {
  const icon = readEmojiId(parameters);
  return { ...readName(parameters), ...(icon !== undefined && { iconCustomEmojiId: icon }) };
});

/** https://core.telegram.org/bots/api#editgeneralforumtopic */
export const editGeneralForumTopic = editor(() => generalTopicId, readName);

/** https://core.telegram.org/bots/api#closeforumtopic */
export const closeForumTopic = closer(true, readTopicId);

/** https://core.telegram.org/bots/api#reopenforumtopic */
export const reopenForumTopic = closer(false, readTopicId);

/** https://core.telegram.org/bots/api#closegeneralforumtopic */
export const closeGeneralForumTopic = closer(true, () => generalTopicId);

/** https://core.telegram.org/bots/api#reopengeneralforumtopic */
export const reopenGeneralForumTopic = closer(false, () => generalTopicId);

/** https://core.telegram.org/bots/api#deleteforumtopic */
export const deleteForumTopic: Method = (telegram, parameters) => {
  const room = readForum(telegram, parameters);
  const id = readTopicId(parameters);
  checkBotMayChange(room, id, "can_delete_messages", "delete the topic");
  telegram.topics(room.chat.id).delete(id);
  return true;
};

/** https://core.telegram.org/bots/api#unpinallforumtopicmessages */
export const unpinAllForumTopicMessages: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const id = readTopicId(parameters);
  room.checkBotCan("can_pin_messages", "manage pinned messages in the chat");
  for (const messageId of [...room.pinned]) {
    if (room.tryFindMessage(messageId)?.message_thread_id === id) {
      telegram.chats.unpin(room, messageId);
    }
  }
  return true;
};

/** https://core.telegram.org/bots/api#getforumtopiciconstickers. The server offers a few of Telegram's icons. */
export const getForumTopicIconStickers: Method = () => [...topicIcons].map(describeIcon);

/** Returns a method that edits a topic. Without a change, the method does nothing. */
function editor(
  topicId: (parameters: Parameters) => number,
  readChange: (parameters: Parameters) => TopicChange,
): Method {
  return (telegram, parameters) => {
    const room = readForum(telegram, parameters);
    const id = topicId(parameters);
    checkBotMayChange(room, id, "can_manage_topics", "edit the topic");
    const change = readChange(parameters);
    if (Object.keys(change).length > 0) {
      telegram.topics(room.chat.id).edit(telegram.bot.id, id, change);
    }
    return true;
  };
}

/** Returns a method that closes or reopens a topic. */
function closer(isClosed: boolean, topicId: (parameters: Parameters) => number): Method {
  return (telegram, parameters) => {
    const room = readForum(telegram, parameters);
    const id = topicId(parameters);
    checkBotMayChange(room, id, "can_manage_topics", "close or open the topic");
    telegram.topics(room.chat.id).setClosed(telegram.bot.id, id, isClosed);
    return true;
  };
}

/** Returns the forum of `chat_id`. @throws BotApiError 400 if the chat is not a forum. */
function readForum(telegram: Telegram, parameters: Parameters): ChatRoom {
  const room = readWritableRoom(telegram, parameters);
  room.checkForum();
  return room;
}

/**
 * The bot needs no right for its own topics: `edit_forum_topic` and `delete_forum_topic` in
 * https://github.com/tdlib/td/blob/master/td/telegram/ForumTopicManager.cpp
 *
 * @throws BotApiError 400 if the topic is another user's and the bot does not have the right.
 */
function checkBotMayChange(room: ChatRoom, id: number, right: AdministratorRight, purpose: string): void {
  const topic = room.topics.get(id);
  if (topic !== undefined && topic.createdBy !== room.members.bot.id) {
    room.checkBotCan(right, purpose);
  }
}

/** Returns the new name. An empty name means no change. */
function readName(parameters: Parameters): TopicChange {
  const name = parameters.text("name") ?? "";
  return name === "" ? {} : { name };
}

function readTopicId(parameters: Parameters): number {
  const id = parameters.integer("message_thread_id") ?? 0;
  if (id <= 0) {
    throw badRequest("invalid forum topic identifier specified");
  }
  return id;
}

function readIcon(parameters: Parameters): TopicIcon {
  const color = parameters.integer("icon_color");
  if (color !== undefined && !iconColors.includes(color)) {
    throw badRequest("invalid icon color specified");
  }
  const customEmojiId = readEmojiId(parameters) || undefined;
  return {
    ...(color !== undefined && { color }),
    ...(customEmojiId !== undefined && { customEmojiId }),
  };
}

/**
 * Returns the id of the icon's emoji. An empty string removes the emoji. `undefined` means that the parameter is missing.
 */
function readEmojiId(parameters: Parameters): string | undefined {
  const id = parameters.text("icon_custom_emoji_id");
  if (id !== undefined && id !== "" && ![...topicIcons.values()].includes(id)) {
    throw badRequest("DOCUMENT_INVALID");
  }
  return id;
}

function describe({ id, name, iconColor, iconCustomEmojiId }: Topic): ForumTopic {
  return {
    message_thread_id: id,
    name,
    icon_color: iconColor,
    ...(iconCustomEmojiId !== undefined && { icon_custom_emoji_id: iconCustomEmojiId }),
  };
}

function describeIcon([emoji, customEmojiId]: readonly [string, string]): Sticker {
  return {
    file_id: `topic-icon-${customEmojiId}`,
    file_unique_id: customEmojiId,
    type: "custom_emoji",
    width: 100,
    height: 100,
    is_animated: true,
    is_video: false,
    emoji,
    custom_emoji_id: customEmojiId,
    set_name: "Topics",
  };
}

/** https://core.telegram.org/bots/api#createforumtopic, `icon_color` */
const iconColors: readonly number[] = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047];

/** Some emoji of Telegram's set for topics, and their `custom_emoji_id`. */
const topicIcons: ReadonlyMap<string, string> = new Map([
  ["📰", "5434144690511290129"],
  ["💡", "5312536423851630001"],
  ["❗️", "5379748062124056162"],
  ["📁", "5357315181649076022"],
  ["🔥", "5312241539987020022"],
  ["❓", "5377316857231450742"],
  ["🏁", "5408906741125490282"],
  ["👀", "5357121491508928442"],
  ["🤖", "5309832892262654231"],
  ["💬", "5417915203100613993"],
  ["⭐️", "5235579393115438657"],
  ["✅", "5237699328843200968"],
]);
