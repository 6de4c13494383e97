import type { Update, WebhookInfo } from "grammy/types";
import type { Clock, Timer } from "../../local/clock";
import { type Delivery, postUpdate } from "./post-update";

/** A kind of update, for example `message`. */
export type UpdateType = Exclude<keyof Update, "update_id">;

/** What `setWebhook` sets. */
export interface WebhookSettings {
  readonly url: string;
  readonly secretToken?: string;
  /** Kinds that are wanted; empty means all but those that have to be asked for by name. */
  readonly allowedUpdates: readonly UpdateType[];
  /** How many chats may be served at a time. */
  readonly maxConnections: number;
}

/** Updates are kept for a day: https://core.telegram.org/bots/api#getting-updates */
const KEEP_MILLISECONDS = 24 * 3_600_000;
/** The longest wait between two attempts; Telegram's server takes 60 to 120 s at random. */
const LONGEST_DELAY_SECONDS = 60;
/** Sent only when asked for by name: https://core.telegram.org/bots/api#setwebhook */
const ON_REQUEST_ONLY: readonly UpdateType[] = ["chat_member", "message_reaction", "message_reaction_count"];

interface Waiting {
  readonly update: Update;
  readonly createdAt: number;
  failures: number;
  delaySeconds: number;
}

interface Lane {
  readonly waiting: Waiting[];
  state: "idle" | "sending" | "resting";
  timer?: Timer;
}

/**
 * The updates of the bot and the way they take: in the order of a chat, one at a time per chat, tried again until
 * the webhook takes them (at once after the first failure, then after 2, 4, 8 … 60 s, or after `Retry-After`, as in
 * `WebhookActor.cpp` of https://github.com/tdlib/telegram-bot-api). Without a webhook they wait.
 */
export class Webhook {
  readonly #lanes = new Map<number, Lane>();
  #settings: WebhookSettings | undefined;
  #stop = new AbortController();
  #lastUpdateId: number;
  #lastError: { readonly date: number; readonly message: string } | undefined;

  /**
   * @param idsAfter Update ids begin after it.
   * @param onChange Called when what `info` tells has changed.
   */
  constructor(
    private readonly clock: Clock,
    idsAfter: number,
    private readonly onChange: () => void,
  ) {
    this.#lastUpdateId = idsAfter;
  }

  /** What is set now. */
  get settings(): WebhookSettings | undefined {
    return this.#settings;
  }

  /** What `getWebhookInfo` answers: https://core.telegram.org/bots/api#webhookinfo */
  get info(): WebhookInfo {
    const waiting = [...this.#lanes.values()].reduce((sum, lane) => sum + lane.waiting.length, 0);
    const settings = this.#settings;
    return {
      url: settings?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: waiting,
      ...(this.#lastError && {
        last_error_date: Math.floor(this.#lastError.date / 1000),
        last_error_message: this.#lastError.message,
      }),
      ...(settings && { max_connections: settings.maxConnections }),
      ...(settings &&
        settings.allowedUpdates.length > 0 && { allowed_updates: [...settings.allowedUpdates] }),
    };
  }

  /** Sets another webhook, or none, and goes on with what waits. */
  set(settings: WebhookSettings | undefined, dropPendingUpdates: boolean): void {
    this.#interrupt();
    this.#settings = settings;
    this.#lastError = undefined;
    if (dropPendingUpdates) {
      this.#lanes.clear();
    }
    this.onChange();
    this.#sendAll();
  }

  /** Queues an update of a chat, unless its kind is not wanted. */
  push(chatId: number, type: UpdateType, content: unknown): void {
    const wanted = this.#settings?.allowedUpdates ?? [];
    if (wanted.length > 0 ? !wanted.includes(type) : ON_REQUEST_ONLY.includes(type)) {
      return;
    }
    this.#lastUpdateId += 1;
    const update = { update_id: this.#lastUpdateId, [type]: content } as Update;
    const lane = this.#lanes.get(chatId) ?? { waiting: [], state: "idle" };
    this.#lanes.set(chatId, lane);
    lane.waiting.push({ update, createdAt: this.clock.now(), failures: 0, delaySeconds: 1 });
    this.onChange();
    this.#sendAll();
  }

  /** Stops delivering; nothing is left running. */
  close(): void {
    this.#settings = undefined;
    this.#interrupt();
  }

  #interrupt(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    for (const lane of this.#lanes.values()) {
      lane.timer?.cancel();
      lane.state = "idle";
    }
  }

  #sendAll(): void {
    const settings = this.#settings;
    if (settings === undefined) {
      return;
    }
    for (const [chatId, lane] of this.#lanes) {
      const busy = [...this.#lanes.values()].filter((other) => other.state === "sending").length;
      const first = lane.waiting[0];
      if (busy < settings.maxConnections && lane.state === "idle" && first !== undefined) {
        lane.state = "sending";
        const { signal } = this.#stop;
        void postUpdate(settings.url, settings.secretToken, first.update, signal).then((delivery) => {
          if (!signal.aborted) {
            this.#settle(chatId, lane, first, delivery);
          }
        });
      }
    }
  }

  #settle(chatId: number, lane: Lane, first: Waiting, delivery: Delivery): void {
    lane.state = "idle";
    if (delivery.ok) {
      lane.waiting.shift();
    } else {
      this.#lastError = { date: this.clock.now(), message: delivery.reason };
      this.#rest(lane, first, delivery.retryAfterSeconds);
    }
    if (lane.waiting.length === 0) {
      this.#lanes.delete(chatId);
    }
    this.onChange();
    this.#sendAll();
  }

  #rest(lane: Lane, first: Waiting, retryAfterSeconds: number): void {
    if (retryAfterSeconds === 0 && first.failures > 0) {
      first.delaySeconds = Math.min(LONGEST_DELAY_SECONDS, first.delaySeconds * 2);
    }
    const delaySeconds = retryAfterSeconds || (first.failures > 0 ? first.delaySeconds : 0);
    first.failures += 1;
    if (this.clock.now() + delaySeconds * 1000 > first.createdAt + KEEP_MILLISECONDS) {
      lane.waiting.shift();
      return;
    }
    lane.state = "resting";
    lane.timer = this.clock.setTimeout(() => {
      lane.state = "idle";
      this.#sendAll();
    }, delaySeconds * 1000);
  }
}
