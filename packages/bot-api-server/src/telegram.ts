import type {
  Chat,
  ChatAdministratorRights,
  Message,
  ReactionType,
  User,
  UserFromGetMe,
} from "@grammyjs/types";
import {
  type BotStatus,
  botAsMember,
  botAsUser,
  createBotUser,
  defaultAdministratorRights,
} from "./bot-user";
import { CallbackQueries } from "./callback-queries";
import { ChatMembers } from "./chat-members";
import { Chats } from "./chats";
import { type Clock, systemClock } from "./clock";
import { Faults } from "./faults";
import { FileStore } from "./files";
import { FloodCounter } from "./flood-limit";
import {
  captionContent,
  captionFields,
  type MessageContent,
  textContent,
  textFields,
  withoutReply,
} from "./message-content";
import { migrateGroup } from "./migrate-group";
import { NewIds } from "./new-ids";
import { describePersonFile, type PersonFile } from "./person-file";
import { senderFields } from "./sender-chat";
import type { GroupProps, SendOptions, TelegramEvent, TelegramProps } from "./telegram-props";
import { Topics } from "./topics";
import { Webhook } from "./webhook";

/**
 * A simulated Telegram in memory: one bot, its chats, and the people in them. Your test acts as the people.
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
  /** @internal */
  readonly chats: Chats;
  /** @internal */
  readonly callbackQueries: CallbackQueries;
  /** @internal */
  readonly flood: FloodCounter | undefined;
  readonly #botUser: User;
  readonly #clock: Clock;
  readonly #newIds = new NewIds();

  constructor(props: TelegramProps = {}) {
    this.#clock = props.clock ?? systemClock;
    this.bot = createBotUser(props);
    this.#botUser = botAsUser(this.bot);
    const { groupFloodLimit, idsAfter = 0 } = props;
    this.flood = groupFloodLimit && new FloodCounter(groupFloodLimit, () => this.now());
    this.webhook = new Webhook({
      clock: this.#clock,
      idsAfter,
      onChange: () => this.chats.emit({ type: "webhook", info: this.webhook.info }),
      onDelivered: (update) => this.faults.onDelivered(update),
      repeats: (update) => this.faults.repeats(update),
    });
    this.chats = new Chats({ bot: this.#botUser, webhook: this.webhook, idsAfter, now: () => this.now() });
    this.callbackQueries = new CallbackQueries(this.chats, this.webhook);
  }

  /** Creates a person. Pass the result to `createGroup` or `createPrivateChat`. */
  createUser(firstName: string, username?: string): User {
    return {
      id: this.#newIds.user(),
      is_bot: false,
      first_name: firstName,
      ...(username === undefined ? {} : { username }),
    };
  }

  /** Creates a group that contains the bot. The bot receives a `my_chat_member` update. */
  createGroup(props: GroupProps): Chat {
    const {
      title,
      people,
      type = "supergroup",
      botStatus = "administrator",
      botRights,
      isForum = false,
    } = props;
    const chat: Chat = { id: this.#newIds.group(type), type, title };
    const room = this.chats.add(chat, this.#membersOf(people, "left"));
    room.availableReactions = props.availableReactions;
    this.setForum(chat.id, isForum);
    this.setBotStatus(chat.id, botStatus, botRights);
    return room.chat;
  }

  /** Opens the private chat between a person and the bot. */
  createPrivateChat(user: User): Chat {
    const { id, first_name, username } = user;
    const chat: Chat = { id, type: "private", first_name, ...(username === undefined ? {} : { username }) };
    this.chats.add(chat, this.#membersOf([user], "member"));
    return chat;
  }

  /**
   * Promotes, demotes or removes the bot, or changes its rights as an administrator. The bot receives a
   * `my_chat_member` update.
   *
   * @param rights Rights that differ from those that Telegram gives to a new administrator.
   */
  setBotStatus(chatId: number, botStatus: BotStatus, rights: Partial<ChatAdministratorRights> = {}): void {
    const { chat, members } = this.chats.room(chatId);
    const before = botAsMember(this.#botUser, members.botStatus, members.botRights);
    members.botStatus = botStatus;
    members.botRights = { ...defaultAdministratorRights, ...rights };
    this.webhook.push(`my_chat_member ${chatId}`, "my_chat_member", {
      chat,
      from: members.people[0] ?? this.#botUser,
      date: this.chats.nowSeconds(),
      old_chat_member: before,
      new_chat_member: botAsMember(this.#botUser, members.botStatus, members.botRights),
    });
  }

  /**
   * Makes a person of a group an administrator.
   *
   * @param rights Rights that differ from those that Telegram gives to a new administrator.
   */
  promote(chatId: number, userId: number, rights: Partial<ChatAdministratorRights> = {}): void {
    this.chats.room(chatId).members.setAdministrator(userId, { ...defaultAdministratorRights, ...rights });
  }

  /** Makes an administrator a plain member again. */
  demote(chatId: number, userId: number): void {
    this.chats.room(chatId).members.setAdministrator(userId, undefined);
  }

  /**
   * Switches the topics of a supergroup on or off. Later updates have the new `chat.is_forum`.
   *
   * @throws Error if the chat is not a supergroup.
   */
  setForum(chatId: number, isForum: boolean): void {
    this.chats.room(chatId).setForum(isForum);
  }

  /** Returns the topics of a group, which people may create, change and delete. */
  topics(chatId: number): Topics {
    return new Topics(this.chats, this.chats.room(chatId));
  }

  /**
   * Converts a group to a supergroup with another id, as Telegram does when topics are switched on, for example. Posts
   * a service message in the group and in the supergroup. After that, the bot cannot write to the group.
   */
  migrate(chatId: number): Chat {
    return migrateGroup(this.chats, this.chats.room(chatId), this.#newIds.group("supergroup"));
  }

  /** Sends a text as a person. The bot receives an update if it may see the message. */
  say(chatId: number, userId: number, text: string, options: SendOptions = {}): Message {
    return this.send(chatId, userId, textContent(text), options);
  }

  /** Sends a file as a person. The bot receives an update if it may see the message. */
  sendFile(chatId: number, userId: number, file: PersonFile, options: SendOptions = {}): Message {
    return this.send(chatId, userId, describePersonFile(this.files, file), options);
  }

  /** Sends files as an album: a message for each, with one `media_group_id`. */
  sendAlbum(
    chatId: number,
    userId: number,
    files: readonly PersonFile[],
    options: SendOptions = {},
  ): readonly Message[] {
    const media_group_id = this.#newIds.album();
    return files.map((file) =>
      this.send(chatId, userId, { ...describePersonFile(this.files, file), media_group_id }, options),
    );
  }

  /**
   * Sends a message with any content as a person, for example `{ dice: { emoji: "🎲", value: 3 } }`.
   * @throws Error if the person is not in the chat.
   */
  send(chatId: number, userId: number, content: MessageContent, options: SendOptions = {}): Message {
    const { replyTo, topicId, senderChat } = options;
    const room = this.chats.room(chatId);
    const replied = room.tryFindMessage(replyTo);
    return this.chats.post(room, {
      ...content,
      ...senderFields(room.members.person(userId), senderChat),
      ...(topicId !== undefined && { message_thread_id: topicId }),
      ...(replied && { reply_to_message: withoutReply(replied) }),
    });
  }

  /**
   * Edits the text or caption of a message as a person. The bot receives an update if it may see the message.
   * @throws BotApiError 400 if the message does not exist.
   */
  edit(chatId: number, messageId: number, text: string): Message {
    const room = this.chats.room(chatId);
    return room.tryFindMessage(messageId)?.text === undefined
      ? this.chats.change(room, messageId, captionFields, captionContent(text))
      : this.chats.change(room, messageId, textFields, textContent(text));
  }

  /** Deletes a message as a person. Telegram sends bots no update about a deletion. */
  delete(chatId: number, messageId: number): void {
    this.chats.remove(this.chats.room(chatId), messageId);
  }

  /**
   * Presses a button below a message of the bot. The bot receives a `callback_query` update.
   *
   * @returns the id of the query, which the event `callbackAnswer` contains
   * @throws Error if the message has no button with this `callback_data`.
   */
  press(chatId: number, userId: number, messageId: number, data: string): string {
    const room = this.chats.room(chatId);
    return this.callbackQueries.ask(room, room.members.person(userId), messageId, data);
  }

  /** Returns the messages of a chat, oldest first. */
  messages(chatId: number): readonly Message[] {
    return this.chats.room(chatId).messages;
  }

  /** Returns the ids of a chat's pinned messages, newest last. */
  pinnedMessageIds(chatId: number): readonly number[] {
    return [...this.chats.room(chatId).pinned];
  }

  /** Returns the bot's reactions to a message. */
  reactions(chatId: number, messageId: number): readonly ReactionType[] {
    return this.chats.room(chatId).reactions.get(messageId) ?? [];
  }

  /** Calls `listener` with each event from now on. @returns a function that removes the listener. */
  subscribe(listener: (event: TelegramEvent) => void): () => void {
    return this.chats.subscribe(listener);
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
    this.chats.close();
  }

  /**
   * The current time in milliseconds since 1970.
   * @internal
   */
  now(): number {
    return this.#clock.now();
  }

  #membersOf(people: readonly User[], botStatus: BotStatus): ChatMembers {
    return new ChatMembers({
      bot: this.#botUser,
      people,
      botStatus,
      botRights: defaultAdministratorRights,
    });
  }
}
