import type {
  Chat,
  ChatAdministratorRights,
  Message,
  ReactionType,
  User,
  WebhookInfo,
} from "@grammyjs/types";
import type { BotStatus, BotUserProps } from "./bot-user";
import type { Clock } from "./clock";
import type { GroupFloodLimit } from "./flood-limit";
import type { Topic } from "./topic";

/** An event that `Telegram.subscribe` reports: a change in a chat, or in the state of the webhook. */
export type TelegramEvent =
  | { readonly type: "message" | "edit"; readonly message: Message }
  | { readonly type: "delete"; readonly chatId: number; readonly messageId: number }
  | { readonly type: "pins"; readonly chatId: number; readonly messageIds: readonly number[] }
  | { readonly type: "topics"; readonly chatId: number; readonly topics: readonly Topic[] }
  | {
      readonly type: "reactions";
      readonly chatId: number;
      readonly messageId: number;
      readonly reactions: readonly ReactionType[];
    }
  | { readonly type: "callbackAnswer"; readonly answer: CallbackAnswer }
  | { readonly type: "webhook"; readonly info: WebhookInfo };

/** The bot's answer to a person who pressed a button. */
export interface CallbackAnswer {
  /** The id that `Telegram.press` returned. */
  readonly callbackQueryId: string;
  /** The text of the notification. If the text is empty, no notification appears. */
  readonly text: string;
  /** True if the person must close the notification. */
  readonly showAlert: boolean;
}

/** Settings of the simulated Telegram. */
export interface TelegramProps extends BotUserProps {
  /**
   * Ids of updates and messages start above this number. Telegram never reuses an id, and bots may remember ids. If
   * your bot keeps its state when the server restarts, pass a number above all ids of the earlier runs.
   * @default 0
   */
  readonly idsAfter?: number;
  /** The source of the current time and of timers. @default - the machine's clock */
  readonly clock?: Clock;
  /**
   * Rejects requests of the bot to a group above this limit with 429. Telegram allows about 20 per minute:
   * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
   * @default - no limit
   */
  readonly groupFloodLimit?: GroupFloodLimit;
}

/** Settings of a new group. */
export interface GroupProps {
  /** The group's name. */
  readonly title: string;
  /** The group's people, without the bot. The first one is the creator. */
  readonly people: readonly User[];
  /** The kind of the group. Only a supergroup has topics. A group can become a supergroup. @default "supergroup" */
  readonly type?: "group" | "supergroup";
  /** The bot's status. A `member` receives only commands and replies to its messages. @default "administrator" */
  readonly botStatus?: BotStatus;
  /** Rights that differ from those that Telegram gives to a new administrator. @default - none differ */
  readonly botRights?: Partial<ChatAdministratorRights>;
  /** Creates the group with topics. @default false */
  readonly isForum?: boolean;
  /** The emoji that are allowed as reactions. @default - all */
  readonly availableReactions?: readonly string[];
}

/** Options for a message that a person sends. */
export interface SendOptions {
  /** Id of the message that this message replies to. @default - not a reply */
  readonly replyTo?: number | undefined;
  /** Id of the topic. @default - General, or the topic of the message that is replied to */
  readonly topicId?: number | undefined;
  /**
   * The chat in whose name the person writes: the group for an anonymous administrator, or a channel.
   * @default - the person
   */
  readonly senderChat?: Chat | undefined;
}
