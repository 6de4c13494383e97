import type { Chat, Message, ReactionType, User } from "@grammyjs/types";
import { badRequest } from "./bot-api-error";
import type { ChatMembers } from "./chat-members";
import { ChatRoom } from "./chat-room";
import { type MessageContent, withoutFields, withoutReply } from "./message-content";
import type { TelegramEvent } from "./telegram-props";
import type { Webhook } from "./webhook";

/** Dependencies of {@link Chats}. */
export interface ChatsProps {
  readonly bot: User;
  readonly webhook: Webhook;
  /** Ids of messages start above this number. */
  readonly idsAfter: number;
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The chats of a simulated Telegram. Reports each change in a chat to the listeners and, if the bot may see the change,
 * to the bot's webhook.
 */
export class Chats {
  readonly #props: ChatsProps;
  readonly #rooms = new Map<number, ChatRoom>();
  readonly #listeners = new Set<(event: TelegramEvent) => void>();

  constructor(props: ChatsProps) {
    this.#props = props;
  }

  /** Adds a chat without messages. */
  add(chat: Chat, members: ChatMembers): ChatRoom {
    const room = new ChatRoom(chat, members, this.#props.idsAfter);
    this.#rooms.set(chat.id, room);
    return room;
  }

  /** @throws BotApiError 400 if the chat does not exist. */
  room(chatId: number | undefined): ChatRoom {
    const room = chatId === undefined ? undefined : this.#rooms.get(chatId);
    if (room === undefined) {
      throw badRequest("chat not found");
    }
    return room;
  }

  /** Adds a message. The sender is the bot if the content has no `from`. */
  post(room: ChatRoom, content: MessageContent): Message {
    const message = room.add({ from: this.#props.bot, ...content }, this.nowSeconds());
    this.emit({ type: "message", message });
    if (room.isSeenByBot(message)) {
      this.#props.webhook.push(`message ${room.chat.id}`, "message", message);
    }
    return message;
  }

  /**
   * Replaces fields of a message.
   *
   * @param fields The fields to remove before the new ones are added.
   * @throws BotApiError 400 if the message does not exist.
   */
  change(
    room: ChatRoom,
    messageId: number,
    fields: readonly (keyof MessageContent)[],
    content: MessageContent,
  ): Message {
    const old = room.tryFindMessage(messageId);
    if (old === undefined) {
      throw badRequest("message to edit not found");
    }
    const message: Message = { ...withoutFields(old, fields), ...content, edit_date: this.nowSeconds() };
    room.replace(message);
    this.emit({ type: "edit", message });
    if (room.isSeenByBot(message)) {
      this.#props.webhook.push(`message ${room.chat.id}`, "edited_message", message);
    }
    return message;
  }

  /**
   * Deletes a message. Telegram sends bots no update about a deletion.
   * @returns false if the message does not exist.
   */
  remove(room: ChatRoom, messageId: number): boolean {
    const removed = room.remove(messageId);
    if (removed) {
      this.emit({ type: "delete", chatId: room.chat.id, messageId });
    }
    return removed;
  }

  /** Pins a message and posts the service message that Telegram posts even for silent pins. */
  pin(room: ChatRoom, message: Message): void {
    room.pin(message.message_id);
    this.#emitPins(room);
    const { message_thread_id, is_topic_message } = message;
    this.post(room, {
      ...(is_topic_message && { message_thread_id, is_topic_message }),
      pinned_message: withoutReply(message),
    });
  }

  /**
   * Unpins a message.
   * @returns false if the message is not pinned.
   */
  unpin(room: ChatRoom, messageId: number): boolean {
    const unpinned = room.unpin(messageId);
    this.#emitPins(room);
    return unpinned;
  }

  /** Replaces the bot's reactions to a message. */
  react(room: ChatRoom, messageId: number, reactions: readonly ReactionType[]): void {
    room.reactions.set(messageId, reactions);
    this.emit({ type: "reactions", chatId: room.chat.id, messageId, reactions });
  }

  /** Calls a listener with each event from now on. @returns a function that removes the listener. */
  subscribe(listener: (event: TelegramEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: TelegramEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  /** Removes all listeners. */
  close(): void {
    this.#listeners.clear();
  }

  nowSeconds(): number {
    return Math.floor(this.#props.now() / 1000);
  }

  #emitPins(room: ChatRoom): void {
    this.emit({ type: "pins", chatId: room.chat.id, messageIds: [...room.pinned] });
  }
}
