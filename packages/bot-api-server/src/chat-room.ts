import type { Chat, Message, ReactionType } from "@grammyjs/types";
import { BotApiError, badRequest, forbidden } from "./bot-api-error";
import type { AdministratorRight, ChatMembers } from "./chat-members";
import { leadingCommand } from "./entities";
import { type MessageContent, withoutReply } from "./message-content";
import { generalTopicId, type Topic } from "./topic";

/** One chat: its members, its messages in order, and its pins, reactions and topics. */
export class ChatRoom {
  chat: Chat;
  readonly members: ChatMembers;
  /** Ids of the pinned messages, newest last. */
  readonly pinned: number[] = [];
  /** The bot's reactions, by message id. */
  readonly reactions = new Map<number, readonly ReactionType[]>();
  /** The emoji that are allowed as reactions. @default - all */
  availableReactions: readonly string[] | undefined;
  /** The topics by their ids, including General. They are kept while forum mode is off. */
  readonly topics = new Map<number, Topic>([
    [generalTopicId, { id: generalTopicId, name: "General", iconColor: 0, isClosed: false, createdBy: 0 }],
  ]);
  /** The id of the supergroup that this group became. @default - the group has not migrated */
  migratedTo: number | undefined;
  readonly #messages = new Map<number, Message>();
  #lastMessageId: number;

  constructor(chat: Chat, members: ChatMembers, idsAfter: number) {
    this.chat = chat;
    this.members = members;
    this.#lastMessageId = idsAfter;
  }

  /** All messages, oldest first. */
  get messages(): readonly Message[] {
    return [...this.#messages.values()];
  }

  get isForum(): boolean {
    return this.chat.is_forum === true;
  }

  /**
   * Switches topics on or off. Skips the id of General, so that no later message of a forum has it.
   * @throws Error if `isForum` is true and the chat is not a supergroup.
   */
  setForum(isForum: boolean): void {
    if (this.chat.type === "supergroup") {
      const { is_forum, ...flat } = this.chat;
      this.chat = isForum ? { ...flat, is_forum: true } : flat;
      this.#lastMessageId = Math.max(this.#lastMessageId, isForum ? generalTopicId : 0);
    } else if (isForum) {
      throw new Error(
        `Chat ${this.chat.id} cannot have topics: expected a supergroup, received a ${this.chat.type}.`,
      );
    }
  }

  tryFindMessage(messageId: number | undefined): Message | undefined {
    return messageId === undefined ? undefined : this.#messages.get(messageId);
  }

  /** Adds a message with the next id. A topic has the id of the message that reports its creation. */
  add(content: MessageContent, dateSeconds: number): Message {
    this.#lastMessageId += 1;
    const message_id = this.#lastMessageId;
    const message: Message = {
      ...this.#threadFields(content),
      ...content,
      ...(content.forum_topic_created && { message_thread_id: message_id, is_topic_message: true }),
      message_id,
      date: dateSeconds,
      chat: this.chat,
    };
    this.#messages.set(message_id, message);
    return message;
  }

  /** Replaces the message with the same id. */
  replace(message: Message): void {
    this.#messages.set(message.message_id, message);
  }

  /** Deletes a message and its pin. Returns false if the message does not exist. */
  remove(messageId: number): boolean {
    this.unpin(messageId);
    this.reactions.delete(messageId);
    return this.#messages.delete(messageId);
  }

  pin(messageId: number): void {
    this.unpin(messageId);
    this.pinned.push(messageId);
  }

  /** Unpins a message. Returns false if it is not pinned. */
  unpin(messageId: number): boolean {
    const index = this.pinned.indexOf(messageId);
    if (index < 0) {
      return false;
    }
    this.pinned.splice(index, 1);
    return true;
  }

  /**
   * Applies privacy mode (https://core.telegram.org/bots/features#privacy-mode). The bot sees none of its own messages
   * except service messages. In a group where the bot is not an administrator, it sees only service messages, commands
   * and replies to its messages.
   */
  isSeenByBot(message: Message): boolean {
    const { bot, botStatus } = this.members;
    const isService = serviceFields.some((field) => message[field] !== undefined);
    if (["left", "kicked"].includes(botStatus) || (message.from?.id === bot.id && !isService)) {
      return false;
    }
    if (isService || this.chat.type === "private" || botStatus === "administrator") {
      return true;
    }
    const command = leadingCommand(message.text ?? "");
    const isForBot = command !== undefined && (command.botName ?? bot.username) === bot.username;
    return isForBot || message.reply_to_message?.from?.id === bot.id;
  }

  /** @throws BotApiError 403 if the bot may not write here, 400 if the group has become a supergroup. */
  checkBotMayWrite(): void {
    const { botStatus } = this.members;
    if (this.migratedTo !== undefined) {
      throw new BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
        migrate_to_chat_id: this.migratedTo,
      });
    }
    if (this.chat.type === "private" && botStatus === "kicked") {
      throw forbidden("bot was blocked by the user");
    }
    if (botStatus === "kicked") {
      throw forbidden(`bot was kicked from the ${this.chat.type} chat`);
    }
    if (botStatus === "left") {
      throw forbidden(`bot is not a member of the ${this.chat.type} chat`);
    }
  }

  /** @throws BotApiError 400 if the chat has no topics. */
  checkForum(): void {
    if (!this.isForum) {
      throw badRequest("the chat is not a forum");
    }
  }

  /** Returns whether the bot has a right of an administrator here. */
  botCan(right: AdministratorRight): boolean {
    return this.members.botCan(right, this.chat);
  }

  /** @throws BotApiError 400, `not enough rights to <purpose>`. */
  checkBotCan(right: AdministratorRight, purpose: string): void {
    if (!this.botCan(right)) {
      throw badRequest(`not enough rights to ${purpose}`);
    }
  }

  /**
   * Returns the fields of a message in a topic or in a thread of replies. Only a message of a topic has
   * `is_topic_message`. By default, a message of a topic replies to the message that reports the topic's creation:
   * `get_implicit_reply_to_message_id` in
   * https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp
   */
  #threadFields({ message_thread_id, reply_to_message }: MessageContent): MessageContent {
    if (this.isForum) {
      const inherited = reply_to_message?.is_topic_message ? reply_to_message.message_thread_id : undefined;
      const topicId = message_thread_id ?? inherited;
      const created = this.tryFindMessage(topicId);
      return topicId === undefined
        ? {}
        : {
            message_thread_id: topicId,
            is_topic_message: true,
            ...(created && { reply_to_message: withoutReply(created) }),
          };
    }
    return reply_to_message === undefined || this.chat.type !== "supergroup"
      ? {}
      : { message_thread_id: reply_to_message.message_thread_id ?? reply_to_message.message_id };
  }
}

/** Fields that only service messages have. Contains only fields that can occur here. */
const serviceFields = [
  "pinned_message",
  "forum_topic_created",
  "forum_topic_edited",
  "forum_topic_closed",
  "forum_topic_reopened",
  "general_forum_topic_hidden",
  "general_forum_topic_unhidden",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
] as const satisfies readonly (keyof Message)[];
