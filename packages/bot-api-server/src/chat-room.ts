import type { Chat, ChatMember, Message, User } from "@grammyjs/types";
import { badRequest, forbidden } from "./bot-api-error";
import { type BotStatus, botAsMember } from "./bot-user";
import { leadingCommand } from "./entities";
import type { MessageContent } from "./message-content";

/** One chat: its people, its messages in order, and its pinned messages. */
export class ChatRoom {
  /** Ids of the pinned messages, newest last. */
  readonly pinned: number[] = [];
  readonly #messages = new Map<number, Message>();
  readonly #members = new Map<number, User>();
  #lastMessageId: number;

  readonly chat: Chat;
  readonly bot: User;
  botStatus: BotStatus;

  constructor(chat: Chat, bot: User, people: readonly User[], botStatus: BotStatus, idsAfter: number) {
    this.chat = chat;
    this.bot = bot;
    this.botStatus = botStatus;
    this.#lastMessageId = idsAfter;
    for (const user of people) {
      this.#members.set(user.id, user);
    }
  }

  /** All messages, oldest first. */
  get messages(): readonly Message[] {
    return [...this.#messages.values()];
  }

  /** The people in the chat, without the bot. */
  get people(): readonly User[] {
    return [...this.#members.values()];
  }

  tryFindMessage(messageId: number | undefined): Message | undefined {
    return messageId === undefined ? undefined : this.#messages.get(messageId);
  }

  tryFindPerson(userId: number): User | undefined {
    return this.#members.get(userId);
  }

  /** Adds a message with the next id. */
  add(content: MessageContent, dateSeconds: number): Message {
    this.#lastMessageId += 1;
    const message: Message = {
      ...content,
      message_id: this.#lastMessageId,
      date: dateSeconds,
      chat: this.chat,
    };
    this.#messages.set(message.message_id, message);
    return message;
  }

  /** Replaces the message with the same id. */
  replace(message: Message): void {
    this.#messages.set(message.message_id, message);
  }

  /** Deletes a message and its pin. Returns false if the message does not exist. */
  remove(messageId: number): boolean {
    this.unpin(messageId);
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
   * except service messages. In a group where it is not an administrator it sees only commands and replies to it.
   */
  isSeenByBot(message: Message): boolean {
    const { id, username } = this.bot;
    const isService = message.pinned_message !== undefined;
    if (["left", "kicked"].includes(this.botStatus) || (message.from?.id === id && !isService)) {
      return false;
    }
    if (isService || this.chat.type === "private" || this.botStatus === "administrator") {
      return true;
    }
    const command = leadingCommand(message.text ?? "");
    const isForBot = command !== undefined && (command.botName ?? username) === username;
    return isForBot || message.reply_to_message?.from?.id === id;
  }

  /** @throws BotApiError 403 if the bot may not write here. */
  checkBotMayWrite(): void {
    if (this.chat.type === "private" && this.botStatus === "kicked") {
      throw forbidden("bot was blocked by the user");
    }
    if (this.botStatus === "kicked") {
      throw forbidden(`bot was kicked from the ${this.chat.type} chat`);
    }
    if (this.botStatus === "left") {
      throw forbidden(`bot is not a member of the ${this.chat.type} chat`);
    }
  }

  /** @throws BotApiError 400 if the chat is a group and the bot is not an administrator. */
  checkBotMayPin(): void {
    if (this.chat.type !== "private" && this.botStatus !== "administrator") {
      throw badRequest("not enough rights to manage pinned messages in the chat");
    }
  }

  /** The member with this id, as `getChatMember` returns it. The first person of a group is its creator. */
  memberOf(userId: number): ChatMember | undefined {
    if (userId === this.bot.id) {
      return botAsMember(this.bot, this.botStatus);
    }
    const user = this.#members.get(userId);
    if (user === undefined) {
      return undefined;
    }
    const isCreator = this.chat.type !== "private" && this.people[0]?.id === userId;
    return isCreator ? { status: "creator", user, is_anonymous: false } : { status: "member", user };
  }
}
