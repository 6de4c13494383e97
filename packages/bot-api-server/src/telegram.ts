import type { Chat, Message, User, UserFromGetMe, WebhookInfo } from "@grammyjs/types";
import { badRequest } from "./bot-api-error";
import { type BotStatus, botAsMember, ChatRoom, type MessageContent } from "./chat-room";
import { type Clock, systemClock } from "./clock";
import { findEntities, leadingCommand } from "./entities";
import { Faults } from "./faults";
import { FileStore } from "./files";
import { FloodCounter, type GroupFloodLimit } from "./flood-limit";
import { describePersonFile, type PersonFile } from "./person-file";
import { Webhook } from "./webhook";

/** What happens in the chats, for a page or a test that looks on. */
export type TelegramEvent =
  | { readonly type: "message" | "edit"; readonly message: Message }
  | { readonly type: "delete"; readonly chatId: number; readonly messageId: number }
  | { readonly type: "pins"; readonly chatId: number; readonly messageIds: readonly number[] }
  | { readonly type: "webhook"; readonly info: WebhookInfo };

export interface TelegramProps {
  /** The bot's id, with which its token starts. @default 7000000001 */
  readonly botId?: number;
  /** The bot's name after the `@`. @default "kite_playground_bot" */
  readonly botUsername?: string;
  /**
   * Ids of updates and messages begin after this number. Telegram never gives one twice, and bots remember them: a
   * server that forgets between two runs, for a bot that does not, begins each run with a greater one.
   * @default 0
   */
  readonly idsAfter?: number;
  /** @default systemClock */
  readonly clock?: Clock;
  /**
   * Rejects what exceeds the limit, as Telegram does with 20 messages a minute:
   * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
   * @default - no limit
   */
  readonly groupFloodLimit?: GroupFloodLimit;
}

export interface GroupProps {
  readonly title: string;
  /** Its people; the first is the creator. */
  readonly people: readonly User[];
  /** What the bot is here; a bare member sees commands and replies only. @default "administrator" */
  readonly botStatus?: BotStatus;
}

/** How a person sends something. */
export interface UtterOptions {
  /** Id of the message that it answers. @default none */
  readonly replyTo?: number | undefined;
}

/** A little Telegram in memory: one bot, its chats, and the people in them, who are played from outside. */
export class Telegram {
  readonly bot: UserFromGetMe;
  readonly webhook: Webhook;
  readonly files = new FileStore();
  readonly faults = new Faults();
  readonly #clock: Clock;
  readonly #idsAfter: number;
  readonly #flood: FloodCounter | undefined;
  readonly #rooms = new Map<number, ChatRoom>();
  readonly #listeners = new Set<(event: TelegramEvent) => void>();
  #lastUserId = 1_000;
  #lastGroupId = -1_001_000_000_000;

  constructor(props: TelegramProps = {}) {
    this.#clock = props.clock ?? systemClock;
    this.bot = describeBot(props.botId ?? 7_000_000_001, props.botUsername ?? "kite_playground_bot");
    this.#idsAfter = props.idsAfter ?? 0;
    const { groupFloodLimit } = props;
    this.#flood = groupFloodLimit && new FloodCounter(groupFloodLimit, () => this.#clock.now());
    this.webhook = new Webhook({
      clock: this.#clock,
      idsAfter: this.#idsAfter,
      onChange: () => this.#tell({ type: "webhook", info: this.webhook.info }),
      onTaken: (update) => this.faults.onTaken(update),
      repeats: (update) => this.faults.repeats(update),
    });
  }

  /** Milliseconds since 1970, by its clock. */
  now(): number {
    return this.#clock.now();
  }

  createUser(firstName: string, username?: string): User {
    this.#lastUserId += 1;
    return {
      id: this.#lastUserId,
      is_bot: false,
      first_name: firstName,
      ...(username === undefined ? {} : { username }),
    };
  }

  /** Makes a supergroup with the bot in it; the bot is told by `my_chat_member`. */
  createGroup({ title, people, botStatus = "administrator" }: GroupProps): Chat {
    this.#lastGroupId -= 1;
    const chat: Chat = { id: this.#lastGroupId, type: "supergroup", title };
    this.#rooms.set(chat.id, new ChatRoom(chat, this.bot, people, "left", this.#idsAfter));
    this.setBotStatus(chat.id, botStatus);
    return chat;
  }

  /** Opens the private chat of a user with the bot. */
  createPrivateChat(user: User): Chat {
    const { id, first_name, username } = user;
    const chat: Chat = { id, type: "private", first_name, ...(username === undefined ? {} : { username }) };
    this.#rooms.set(id, new ChatRoom(chat, this.bot, [user], "member", this.#idsAfter));
    return chat;
  }

  /** Makes the bot an administrator, a member, or throws it out (`kicked` in a private chat: blocks it). */
  setBotStatus(chatId: number, botStatus: BotStatus): void {
    const room = this.room(chatId);
    const change = {
      chat: room.chat,
      from: room.people[0] ?? this.bot,
      date: this.#nowSeconds(),
      old_chat_member: botAsMember(this.bot, room.botStatus),
      new_chat_member: botAsMember(this.bot, botStatus),
    };
    room.botStatus = botStatus;
    this.webhook.push(chatId, "my_chat_member", change);
  }

  /** A person writes; the bot is told if it may see it. */
  say(chatId: number, userId: number, text: string, options: UtterOptions = {}): Message {
    return this.utter(chatId, userId, textContent(text, undefined), options);
  }

  /** A person sends a file; the bot is told if it may see it. */
  sendFile(chatId: number, userId: number, file: PersonFile, options: UtterOptions = {}): Message {
    return this.utter(chatId, userId, describePersonFile(this.files, file), options);
  }

  /** A person sends anything else, such as a poll or a place. */
  utter(chatId: number, userId: number, content: MessageContent, { replyTo }: UtterOptions = {}): Message {
    const room = this.room(chatId);
    const from = room.tryFindPerson(userId);
    if (from === undefined) {
      throw new Error(`User ${userId} is not in chat ${chatId}; wanted one of its people.`);
    }
    const replied = room.tryFindMessage(replyTo);
    return this.post(room, {
      ...content,
      from,
      ...(replied && { reply_to_message: withoutReply(replied) }),
    });
  }

  /** A person changes the text of a message. */
  edit(chatId: number, messageId: number, text: string): Message {
    return this.change(this.room(chatId), messageId, textContent(text, undefined));
  }

  /** The messages of a chat, oldest first. */
  messages(chatId: number): readonly Message[] {
    return this.room(chatId).messages;
  }

  /** Calls `listener` with what happens from now on. @returns a function that ends it. */
  subscribe(listener: (event: TelegramEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws BotApiError 400 for a chat that does not exist. */
  room(chatId: number | undefined): ChatRoom {
    const room = chatId === undefined ? undefined : this.#rooms.get(chatId);
    if (room === undefined) {
      throw badRequest("chat not found");
    }
    return room;
  }

  /** Counts a message that the bot is about to send. @throws BotApiError 429 above the group's limit. */
  countSending(room: ChatRoom): void {
    if (room.chat.type !== "private") {
      this.#flood?.count(room.chat.id);
    }
  }

  /** Adds a message, of a person or (without `from`) of the bot. */
  post(room: ChatRoom, content: MessageContent): Message {
    const message = room.add({ from: this.bot, ...content }, this.#nowSeconds());
    this.#tell({ type: "message", message });
    if (this.#botSees(room, message)) {
      this.webhook.push(room.chat.id, "message", message);
    }
    return message;
  }

  /** Changes a message in its place. */
  change(room: ChatRoom, messageId: number, content: MessageContent): Message {
    const old = room.tryFindMessage(messageId);
    if (old === undefined) {
      throw badRequest("message to edit not found");
    }
    const message: Message = { ...old, ...content, edit_date: this.#nowSeconds() };
    room.replace(message);
    this.#tell({ type: "edit", message });
    if (this.#botSees(room, message)) {
      this.webhook.push(room.chat.id, "edited_message", message);
    }
    return message;
  }

  /** Deletes a message; bots are not told. False when there is none. */
  remove(room: ChatRoom, messageId: number): boolean {
    const removed = room.remove(messageId);
    if (removed) {
      this.#tell({ type: "delete", chatId: room.chat.id, messageId });
    }
    return removed;
  }

  /** Pins a message and leaves the service message that Telegram leaves, also for silent pins. */
  pin(room: ChatRoom, message: Message): void {
    room.pin(message.message_id);
    this.#tellPins(room);
    this.post(room, { pinned_message: withoutReply(message) });
  }

  /** Takes a pin away; false when the message is not pinned. */
  unpin(room: ChatRoom, messageId: number): boolean {
    const unpinned = room.unpin(messageId);
    this.#tellPins(room);
    return unpinned;
  }

  /** Stops delivering updates. */
  close(): void {
    this.webhook.close();
    this.#listeners.clear();
  }

  /**
   * What a bot with privacy mode on is told (https://core.telegram.org/bots/features#privacy-mode): never its own
   * messages but service messages; in a group where it is no administrator only commands and replies to it.
   */
  #botSees(room: ChatRoom, message: Message): boolean {
    const isService = message.pinned_message !== undefined;
    if (["left", "kicked"].includes(room.botStatus) || (message.from?.id === this.bot.id && !isService)) {
      return false;
    }
    if (isService || room.chat.type === "private" || room.botStatus === "administrator") {
      return true;
    }
    const command = leadingCommand(message.text ?? "");
    const isForBot = command !== undefined && (command.botName ?? this.bot.username) === this.bot.username;
    return isForBot || message.reply_to_message?.from?.id === this.bot.id;
  }

  #tellPins(room: ChatRoom): void {
    this.#tell({ type: "pins", chatId: room.chat.id, messageIds: [...room.pinned] });
  }

  #tell(event: TelegramEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}

/** A text with its marks: those given, else those that Telegram finds by itself. */
export function textContent(text: string, entities: Message["entities"] | undefined): MessageContent {
  const marks = entities ?? findEntities(text);
  return marks.length > 0 ? { text, entities: marks } : { text };
}

/** A message as it stands in another one, where Telegram leaves its own reply out. */
export function withoutReply(message: Message) {
  const { reply_to_message, ...rest } = message;
  return { ...rest, reply_to_message: undefined } as Message & { reply_to_message: undefined };
}

function describeBot(id: number, username: string): UserFromGetMe {
  return {
    id,
    is_bot: true,
    first_name: "Kite",
    username,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}
