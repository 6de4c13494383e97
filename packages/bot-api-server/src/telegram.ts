import type { Chat, Message, User, UserFromGetMe } from "@grammyjs/types";
import { badRequest } from "./bot-api-error";
import { type BotStatus, botAsMember, botAsUser, createBotUser } from "./bot-user";
import { ChatRoom } from "./chat-room";
import { type Clock, systemClock } from "./clock";
import { Faults } from "./faults";
import { FileStore } from "./files";
import { FloodCounter } from "./flood-limit";
import { type MessageContent, textContent, withoutReply } from "./message-content";
import { describePersonFile, type PersonFile } from "./person-file";
import type { GroupProps, SendOptions, TelegramEvent, TelegramProps } from "./telegram-props";
import { Webhook } from "./webhook";

/**
 * A simulated Telegram in memory: one bot, its chats, and the people in them. Your test acts for the people.
 *
 * `startBotApiServer` creates one. Construct it directly only if you need no HTTP server.
 */
export class Telegram {
  /** The bot, as `getMe` returns it. */
  readonly bot: UserFromGetMe;
  /** The bot's webhook and its queue of pending updates. */
  readonly webhook: Webhook;
  /** The files that the bot and people have sent. */
  readonly files = new FileStore();
  /** Fault injection for the bot's calls. */
  readonly faults = new Faults();
  readonly #botUser: User;
  readonly #clock: Clock;
  readonly #idsAfter: number;
  readonly #flood: FloodCounter | undefined;
  readonly #rooms = new Map<number, ChatRoom>();
  readonly #listeners = new Set<(event: TelegramEvent) => void>();
  #lastUserId = 1_000;
  #lastGroupId = -1_001_000_000_000;

  constructor(props: TelegramProps = {}) {
    this.#clock = props.clock ?? systemClock;
    this.bot = createBotUser(props);
    this.#botUser = botAsUser(this.bot);
    this.#idsAfter = props.idsAfter ?? 0;
    const { groupFloodLimit } = props;
    this.#flood = groupFloodLimit && new FloodCounter(groupFloodLimit, () => this.#clock.now());
    this.webhook = new Webhook({
      clock: this.#clock,
      idsAfter: this.#idsAfter,
      onChange: () => this.#emit({ type: "webhook", info: this.webhook.info }),
      onDelivered: (update) => this.faults.onDelivered(update),
      repeats: (update) => this.faults.repeats(update),
    });
  }

  /** Creates a person. Pass the result to `createGroup` or `createPrivateChat`. */
  createUser(firstName: string, username?: string): User {
    this.#lastUserId += 1;
    return {
      id: this.#lastUserId,
      is_bot: false,
      first_name: firstName,
      ...(username === undefined ? {} : { username }),
    };
  }

  /** Creates a supergroup that contains the bot. The bot receives a `my_chat_member` update. */
  createGroup({ title, people, botStatus = "administrator" }: GroupProps): Chat {
    this.#lastGroupId -= 1;
    const chat: Chat = { id: this.#lastGroupId, type: "supergroup", title };
    this.#rooms.set(chat.id, new ChatRoom(chat, this.#botUser, people, "left", this.#idsAfter));
    this.setBotStatus(chat.id, botStatus);
    return chat;
  }

  /** Opens the private chat between a person and the bot. */
  createPrivateChat(user: User): Chat {
    const { id, first_name, username } = user;
    const chat: Chat = { id, type: "private", first_name, ...(username === undefined ? {} : { username }) };
    this.#rooms.set(id, new ChatRoom(chat, this.#botUser, [user], "member", this.#idsAfter));
    return chat;
  }

  /** Promotes, demotes or removes the bot. The bot receives a `my_chat_member` update. */
  setBotStatus(chatId: number, botStatus: BotStatus): void {
    const room = this.room(chatId);
    const change = {
      chat: room.chat,
      from: room.people[0] ?? this.#botUser,
      date: this.#nowSeconds(),
      old_chat_member: botAsMember(this.#botUser, room.botStatus),
      new_chat_member: botAsMember(this.#botUser, botStatus),
    };
    room.botStatus = botStatus;
    this.webhook.push(chatId, "my_chat_member", change);
  }

  /** Sends a text as a person. The bot receives an update if it may see the message. */
  say(chatId: number, userId: number, text: string, options: SendOptions = {}): Message {
    return this.send(chatId, userId, textContent(text), options);
  }

  /** Sends a file as a person. The bot receives an update if it may see the message. */
  sendFile(chatId: number, userId: number, file: PersonFile, options: SendOptions = {}): Message {
    return this.send(chatId, userId, describePersonFile(this.files, file), options);
  }

  /**
   * Sends a message with any content as a person, for example `{ dice: { emoji: "🎲", value: 3 } }`.
   * @throws Error if the person is not in the chat.
   */
  send(chatId: number, userId: number, content: MessageContent, { replyTo }: SendOptions = {}): Message {
    const room = this.room(chatId);
    const from = room.tryFindPerson(userId);
    if (from === undefined) {
      const expected = room.people.map(({ id, first_name }) => `${id} (${first_name})`).join(", ");
      throw new Error(
        `User ${userId} is not in chat ${chatId}: expected one of ${expected}. Pass the user to \`createGroup\` or \`createPrivateChat\`.`,
      );
    }
    const replied = room.tryFindMessage(replyTo);
    return this.post(room, {
      ...content,
      from,
      ...(replied && { reply_to_message: withoutReply(replied) }),
    });
  }

  /**
   * Edits the text of a message as a person. The bot receives an update if it may see the message.
   * @throws Error if the message does not exist.
   */
  edit(chatId: number, messageId: number, text: string): Message {
    return this.change(this.room(chatId), messageId, textContent(text));
  }

  /** Returns the messages of a chat, oldest first. */
  messages(chatId: number): readonly Message[] {
    return this.room(chatId).messages;
  }

  /** Returns the ids of a chat's pinned messages, newest last. */
  pinnedMessageIds(chatId: number): readonly number[] {
    return [...this.room(chatId).pinned];
  }

  /** Calls `listener` with each event from now on. @returns a function that removes the listener. */
  subscribe(listener: (event: TelegramEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Waits until the webhook has accepted all pending updates. A bot that handles an update before it responds, as
   * grammY does, has then posted its answers.
   * @throws Error if updates are pending and no webhook is set.
   */
  async waitUntilDelivered(): Promise<void> {
    while (this.webhook.info.pending_update_count !== 0) {
      if (this.webhook.settings === undefined) {
        throw new Error("Updates are pending, but no webhook is set. Call `setWebhook` as the bot first.");
      }
      await new Promise<void>((resolve) => {
        const unsubscribe = this.subscribe(() => {
          unsubscribe();
          resolve();
        });
      });
    }
  }

  /** Stops deliveries to the webhook and removes all listeners. */
  close(): void {
    this.webhook.close();
    this.#listeners.clear();
  }

  /**
   * The current time in milliseconds since 1970.
   * @internal
   */
  now(): number {
    return this.#clock.now();
  }

  /**
   * @throws BotApiError 400 if the chat does not exist.
   * @internal
   */
  room(chatId: number | undefined): ChatRoom {
    const room = chatId === undefined ? undefined : this.#rooms.get(chatId);
    if (room === undefined) {
      throw badRequest("chat not found");
    }
    return room;
  }

  /**
   * Counts a message that the bot is about to send.
   * @throws BotApiError 429 above the group's limit.
   * @internal
   */
  countSending(room: ChatRoom): void {
    if (room.chat.type !== "private") {
      this.#flood?.count(room.chat.id);
    }
  }

  /**
   * Adds a message of a person or, without `from`, of the bot.
   * @internal
   */
  post(room: ChatRoom, content: MessageContent): Message {
    const message = room.add({ from: this.#botUser, ...content }, this.#nowSeconds());
    this.#emit({ type: "message", message });
    if (room.isSeenByBot(message)) {
      this.webhook.push(room.chat.id, "message", message);
    }
    return message;
  }

  /**
   * Changes the content of a message.
   * @throws BotApiError 400 if the message does not exist.
   * @internal
   */
  change(room: ChatRoom, messageId: number, content: MessageContent): Message {
    const old = room.tryFindMessage(messageId);
    if (old === undefined) {
      throw badRequest("message to edit not found");
    }
    const message: Message = { ...old, ...content, edit_date: this.#nowSeconds() };
    room.replace(message);
    this.#emit({ type: "edit", message });
    if (room.isSeenByBot(message)) {
      this.webhook.push(room.chat.id, "edited_message", message);
    }
    return message;
  }

  /**
   * Deletes a message. Telegram sends bots no update for that.
   * @returns false if the message does not exist.
   * @internal
   */
  remove(room: ChatRoom, messageId: number): boolean {
    const removed = room.remove(messageId);
    if (removed) {
      this.#emit({ type: "delete", chatId: room.chat.id, messageId });
    }
    return removed;
  }

  /**
   * Pins a message and posts the service message that Telegram posts even for silent pins.
   * @internal
   */
  pin(room: ChatRoom, message: Message): void {
    room.pin(message.message_id);
    this.#emitPins(room);
    this.post(room, { pinned_message: withoutReply(message) });
  }

  /**
   * Unpins a message.
   * @returns false if the message is not pinned.
   * @internal
   */
  unpin(room: ChatRoom, messageId: number): boolean {
    const unpinned = room.unpin(messageId);
    this.#emitPins(room);
    return unpinned;
  }

  #emitPins(room: ChatRoom): void {
    this.#emit({ type: "pins", chatId: room.chat.id, messageIds: [...room.pinned] });
  }

  #emit(event: TelegramEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
