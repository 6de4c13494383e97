import type { Message, User, WebhookInfo } from "@grammyjs/types";
import type { BotStatus, BotUserProps } from "./bot-user";
import type { Clock } from "./clock";
import type { GroupFloodLimit } from "./flood-limit";

/** An event that `Telegram.subscribe` reports: a change in a chat, or in the state of the webhook. */
export type TelegramEvent =
  | { readonly type: "message" | "edit"; readonly message: Message }
  | { readonly type: "delete"; readonly chatId: number; readonly messageId: number }
  | { readonly type: "pins"; readonly chatId: number; readonly messageIds: readonly number[] }
  | { readonly type: "webhook"; readonly info: WebhookInfo };

/** Settings of the simulated Telegram. */
export interface TelegramProps extends BotUserProps {
  /**
   * Ids of updates and messages start above this number. Telegram never reuses an id, and bots may remember ids. If
   * your bot keeps its state when the server restarts, pass a greater number at each start.
   * @default 0
   */
  readonly idsAfter?: number;
  /** The source of the current time and of timers. @default - the machine's clock */
  readonly clock?: Clock;
  /**
   * Rejects messages of the bot to a group above this limit with 429. Telegram allows 20 messages a minute:
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
  /** The bot's status. As a `member` the bot receives only commands and replies to it. @default "administrator" */
  readonly botStatus?: BotStatus;
}

/** Options for a message that a person sends. */
export interface SendOptions {
  /** Id of the message that this message replies to. @default - not a reply */
  readonly replyTo?: number | undefined;
}
