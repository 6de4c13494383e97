import type { ForumTopicEdited, User } from "@grammyjs/types";
import { badRequest } from "./bot-api-error";
import type { ChatRoom } from "./chat-room";
import type { Chats } from "./chats";
import type { MessageContent } from "./message-content";
import { generalTopicId, type Topic } from "./topic";

/** A change of a topic. */
export interface TopicChange {
  /** The new name. @default - the name does not change */
  readonly name?: string;
  /** The `custom_emoji_id` of the icon. An empty string removes the emoji. @default - the icon does not change */
  readonly iconCustomEmojiId?: string;
}

/** The icon of a new topic. */
export interface TopicIcon {
  /** One of the six colors that Telegram offers, as RGB. @default 0x6FB9F0 */
  readonly color?: number;
  readonly customEmojiId?: string;
}

/**
 * The topics of a group (https://core.telegram.org/bots/api#forumtopic). Each change except a deletion posts a service
 * message, which the bot receives.
 */
export class Topics {
  readonly #chats: Chats;
  readonly #room: ChatRoom;

  /** @internal */
  constructor(chats: Chats, room: ChatRoom) {
    this.#chats = chats;
    this.#room = room;
  }

  /** All topics except General, oldest first. */
  get all(): readonly Topic[] {
    return [...this.#room.topics.values()].filter(({ id }) => id !== generalTopicId);
  }

  /** Returns a topic, or `undefined`. General has the id 1. */
  tryFind(id: number): Topic | undefined {
    return this.#room.topics.get(id);
  }

  /** Creates a topic as a person or the bot. A name is cut to 128 characters, as Telegram does. */
  create(userId: number, name: string, { color = 0x6fb9f0, customEmojiId }: TopicIcon = {}): Topic {
    this.#room.checkForum();
    const icon = customEmojiId === undefined ? {} : { icon_custom_emoji_id: customEmojiId };
    const topicName = cutName(name);
    const { message_id: id } = this.#chats.post(this.#room, {
      from: this.#userOf(userId),
      forum_topic_created: { name: topicName, icon_color: color, ...icon },
    });
    return this.#keep({
      id,
      name: topicName,
      iconColor: color,
      ...(customEmojiId !== undefined && { iconCustomEmojiId: customEmojiId }),
      isClosed: false,
      createdBy: userId,
    });
  }

  /**
   * Changes the name or the icon of a topic.
   * @throws BotApiError 400 if the topic does not exist, or nothing changes.
   */
  edit(userId: number, id: number, { name, iconCustomEmojiId }: TopicChange): Topic {
    const { iconCustomEmojiId: oldIcon, ...old } = this.#existing(id);
    const newName = name === undefined ? old.name : cutName(name);
    const newIcon = iconCustomEmojiId ?? oldIcon ?? "";
    const edited: ForumTopicEdited = {
      ...(newName !== old.name && { name: newName }),
      ...(newIcon !== (oldIcon ?? "") && { icon_custom_emoji_id: newIcon }),
    };
    if (Object.keys(edited).length === 0) {
      throw badRequest("TOPIC_NOT_MODIFIED");
    }
    this.#postIn(id, userId, { forum_topic_edited: edited });
    return this.#keep({ ...old, name: newName, ...(newIcon !== "" && { iconCustomEmojiId: newIcon }) });
  }

  /**
   * Closes or reopens a topic.
   * @throws BotApiError 400 if the topic does not exist, or nothing changes.
   */
  setClosed(userId: number, id: number, isClosed: boolean): Topic {
    const old = this.#existing(id);
    if (old.isClosed === isClosed) {
      throw badRequest("TOPIC_NOT_MODIFIED");
    }
    this.#postIn(id, userId, isClosed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} });
    return this.#keep({ ...old, isClosed });
  }

  /**
   * Deletes a topic with its messages. Telegram sends bots no update about a deletion.
   * @throws BotApiError 400 if the topic does not exist, or is General, which cannot be deleted:
   *   https://core.telegram.org/api/forum
   */
  delete(id: number): void {
    this.#existing(id);
    if (id === generalTopicId) {
      throw badRequest("TOPIC_ID_INVALID");
    }
    this.#room.topics.delete(id);
    for (const { message_id, message_thread_id } of this.#room.messages) {
      if (message_thread_id === id) {
        this.#chats.remove(this.#room, message_id);
      }
    }
    this.#chats.emit({ type: "topics", chatId: this.#room.chat.id, topics: this.all });
  }

  #existing(id: number): Topic {
    this.#room.checkForum();
    const topic = this.tryFind(id);
    if (topic === undefined) {
      throw badRequest("TOPIC_ID_INVALID");
    }
    return topic;
  }

  #postIn(id: number, userId: number, content: MessageContent): void {
    const thread = id === generalTopicId ? {} : { message_thread_id: id };
    this.#chats.post(this.#room, { ...thread, from: this.#userOf(userId), ...content });
  }

  #keep(topic: Topic): Topic {
    this.#room.topics.set(topic.id, topic);
    this.#chats.emit({ type: "topics", chatId: this.#room.chat.id, topics: this.all });
    return topic;
  }

  #userOf(userId: number): User {
    const { bot } = this.#room.members;
    return userId === bot.id ? bot : this.#room.members.person(userId);
  }
}

/** `MAX_FORUM_TOPIC_TITLE_LENGTH` in https://github.com/tdlib/td/blob/master/td/telegram/ForumTopicManager.h, in code points. */
const longestName = 128;

/** @throws BotApiError 400 if the name consists only of spaces. */
function cutName(name: string): string {
  const cut = [...name.trim()].slice(0, longestName).join("").trim();
  if (cut === "") {
    throw badRequest("name must be non-empty");
  }
  return cut;
}
