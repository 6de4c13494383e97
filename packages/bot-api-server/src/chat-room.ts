import type { Chat, ChatMember, Message, User } from "@grammyjs/types";
import { badRequest, forbidden } from "./bot-api-error";

/** What the bot is in a chat; in a private chat `kicked` means that the user blocked it. */
export type BotStatus = "administrator" | "member" | "left" | "kicked";

/** What a message holds besides its id, date and chat. */
export type MessageContent = Partial<Omit<Message, "message_id" | "date" | "chat">>;

/** One chat: its people, its messages in order, what is pinned. */
export class ChatRoom {
  /** Message ids of what is pinned, the newest last. */
  readonly pinned: number[] = [];
  readonly #messages = new Map<number, Message>();
  readonly #members = new Map<number, User>();
  #lastMessageId: number;

  constructor(
    readonly chat: Chat,
    readonly bot: User,
    people: readonly User[],
    public botStatus: BotStatus,
    idsAfter: number,
  ) {
    this.#lastMessageId = idsAfter;
    for (const user of people) {
      this.#members.set(user.id, user);
    }
  }

  /** All messages, oldest first. */
  get messages(): readonly Message[] {
    return [...this.#messages.values()];
  }

  /** People in the chat, the bot not among them. */
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

  /** Puts a changed message in the place of the one with its id. */
  replace(message: Message): void {
    this.#messages.set(message.message_id, message);
  }

  /** Deletes a message, and its pin; false when there is none. */
  remove(messageId: number): boolean {
    this.unpin(messageId);
    return this.#messages.delete(messageId);
  }

  pin(messageId: number): void {
    this.unpin(messageId);
    this.pinned.push(messageId);
  }

  /** Takes a pin away; false when the message is not pinned. */
  unpin(messageId: number): boolean {
    const index = this.pinned.indexOf(messageId);
    if (index < 0) {
      return false;
    }
    this.pinned.splice(index, 1);
    return true;
  }

  /** @throws BotApiError 403 when the bot may not write here. */
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

  /** @throws BotApiError 400 when the bot is no administrator of a group. */
  checkBotMayPin(): void {
    if (this.chat.type !== "private" && this.botStatus !== "administrator") {
      throw badRequest("not enough rights to manage pinned messages in the chat");
    }
  }

  /** The member with this id, as `getChatMember` shows it; the first person of a group is its creator. */
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

/** The bot in a chat, as `my_chat_member` and `getChatMember` show it. */
export function botAsMember(bot: User, status: BotStatus): ChatMember {
  switch (status) {
    case "administrator":
      return { ...ADMINISTRATOR_RIGHTS, status, user: bot };
    case "kicked":
      return { status, user: bot, until_date: 0 };
    default:
      return { status, user: bot };
  }
}

/** What a bot gets that is made an administrator with the rights that a group offers at first. */
const ADMINISTRATOR_RIGHTS = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
  can_manage_topics: false,
  can_send_welcome_messages: false,
} as const;
