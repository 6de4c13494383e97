import type { Update, WebhookInfo } from "@grammyjs/types";
import type { Clock, Timer } from "./clock";
import { type Delivery, postUpdate } from "./post-update";
import type { WebhookCall } from "./webhook-call";

/** A type of update, for example `message`. */
export type UpdateType = Exclude<keyof Update, "update_id">;

/** The settings that the bot passed to `setWebhook`. */
export interface WebhookSettings {
  /** The address that receives updates. */
  readonly url: string;
  /** The value of the `X-Telegram-Bot-Api-Secret-Token` header. */
  readonly secretToken?: string;
  /** The types of updates to deliver. An empty list means all types except those that must be listed by name. */
  readonly allowedUpdates: readonly UpdateType[];
  /** The number of deliveries that may run at the same time. */
  readonly maxConnections: number;
}

/** Updates are kept for a day: https://core.telegram.org/bots/api#getting-updates */
const keepMilliseconds = 24 * 3_600_000;
/** The longest delay between two attempts. Telegram's server picks 60 to 120 s at random. */
const longestDelaySeconds = 60;
/** Delivered only if listed by name: https://core.telegram.org/bots/api#setwebhook */
const onRequestOnly: readonly UpdateType[] = ["chat_member", "message_reaction", "message_reaction_count"];

/** Settings of a {@link Webhook}. */
export interface WebhookProps {
  readonly clock: Clock;
  /** Update ids start above this number. */
  readonly idsAfter: number;
  /** Called after each change of `info`. */
  readonly onChange: () => void;
  /** Called with each update that the webhook accepted. */
  readonly onDelivered: (update: Update) => void;
  /** Returns the delays of an update's duplicates, in milliseconds after its first attempt. */
  readonly repeats: (update: Update) => readonly number[];
}

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
 * The bot's webhook and its queue of pending updates.
 *
 * Delivers messages of one chat in order, one at a time. The button presses of one person also keep their order, and so
 * do the changes of the bot's status in one chat. Neither waits for messages. Retries a failed delivery immediately,
 * then after 2, 4, 8 … 60 s, or after the response's `Retry-After` (`WebhookActor.cpp` in
 * https://github.com/tdlib/telegram-bot-api). Without a webhook, updates stay pending.
 */
export class Webhook {
  readonly #props: WebhookProps;
  /**
   * Called with each method call in the response to an update. The bot does not receive the call's outcome.
   * @internal
   */
  onCall: (call: WebhookCall) => void = () => undefined;
  readonly #lanes = new Map<string, Lane>();
  readonly #copies = new Set<Timer>();
  #settings: WebhookSettings | undefined;
  /** One controller per request, because Node warns of a leak if many requests share a signal. */
  readonly #posts = new Set<AbortController>();
  #lastUpdateId: number;
  #lastError: { readonly date: number; readonly message: string } | undefined;

  /** @internal */
  constructor(props: WebhookProps) {
    this.#props = props;
    this.#lastUpdateId = props.idsAfter;
  }

  /** The current settings, or `undefined` if no webhook is set. */
  get settings(): WebhookSettings | undefined {
    return this.#settings;
  }

  /** The result of `getWebhookInfo`: https://core.telegram.org/bots/api#webhookinfo */
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

  /**
   * Sets or removes the webhook and resumes the deliveries.
   * @internal
   */
  set(settings: WebhookSettings | undefined, dropPendingUpdates: boolean): void {
    this.#interrupt();
    this.#settings = settings;
    this.#lastError = undefined;
    if (dropPendingUpdates) {
      this.#lanes.clear();
    }
    this.#props.onChange();
    this.#sendAll();
  }

  /**
   * Queues an update, unless the bot does not receive updates of this type.
   *
   * @param laneName Updates with the same lane name are delivered in order.
   * @internal
   */
  push(laneName: string, type: UpdateType, content: unknown): void {
    const wanted = this.#settings?.allowedUpdates ?? [];
    if (wanted.length > 0 ? !wanted.includes(type) : onRequestOnly.includes(type)) {
      return;
    }
    this.#lastUpdateId += 1;
    const update = { update_id: this.#lastUpdateId, [type]: content } as Update;
    const lane = this.#lanes.get(laneName) ?? { waiting: [], state: "idle" };
    this.#lanes.set(laneName, lane);
    lane.waiting.push({ update, createdAt: this.#props.clock.now(), failures: 0, delaySeconds: 1 });
    this.#props.onChange();
    this.#sendAll();
  }

  /** The number of duplicates that are still to be delivered. See {@link Faults.repeats}. */
  get copiesLeft(): number {
    return this.#copies.size;
  }

  /**
   * Stops all deliveries.
   * @internal
   */
  close(): void {
    this.#settings = undefined;
    this.#interrupt();
    for (const timer of this.#copies) {
      timer.cancel();
    }
  }

  #interrupt(): void {
    for (const post of this.#posts) {
      post.abort();
    }
    this.#posts.clear();
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
    for (const [laneName, lane] of this.#lanes) {
      const busy = [...this.#lanes.values()].filter((other) => other.state === "sending").length;
      const first = lane.waiting[0];
      if (busy < settings.maxConnections && lane.state === "idle" && first !== undefined) {
        lane.state = "sending";
        if (first.failures === 0) {
          this.#repeat(first.update);
        }
        void this.#post(settings, first.update).then((delivery) => {
          if (delivery !== undefined) {
            this.#settle(laneName, lane, first, delivery);
          }
        });
      }
    }
  }

  /** @returns `undefined` if the delivery was interrupted. */
  async #post({ url, secretToken }: WebhookSettings, update: Update): Promise<Delivery | undefined> {
    const post = new AbortController();
    this.#posts.add(post);
    const delivery = await postUpdate(url, secretToken, update, post.signal);
    this.#posts.delete(post);
    return post.signal.aborted ? undefined : delivery;
  }

  /** Delivers duplicates of an update, as Telegram does after a lost response. Ignores the outcome of duplicates. */
  #repeat(update: Update): void {
    for (const milliseconds of this.#props.repeats(update)) {
      const timer = this.#props.clock.setTimeout(() => {
        this.#copies.delete(timer);
        if (this.#settings !== undefined) {
          void this.#post(this.#settings, update);
        }
      }, milliseconds);
      this.#copies.add(timer);
    }
  }

  #settle(laneName: string, lane: Lane, first: Waiting, delivery: Delivery): void {
    lane.state = "idle";
    if (delivery.ok) {
      lane.waiting.shift();
      this.#props.onDelivered(first.update);
      if (delivery.call !== undefined) {
        this.onCall(delivery.call);
      }
    } else {
      this.#lastError = { date: this.#props.clock.now(), message: delivery.reason };
      this.#rest(lane, first, delivery.retryAfterSeconds);
    }
    if (lane.waiting.length === 0) {
      this.#lanes.delete(laneName);
    }
    this.#props.onChange();
    this.#sendAll();
  }

  #rest(lane: Lane, first: Waiting, retryAfterSeconds: number): void {
    if (retryAfterSeconds === 0 && first.failures > 0) {
      first.delaySeconds = Math.min(longestDelaySeconds, first.delaySeconds * 2);
    }
    const delaySeconds = retryAfterSeconds || (first.failures > 0 ? first.delaySeconds : 0);
    first.failures += 1;
    if (this.#props.clock.now() + delaySeconds * 1000 > first.createdAt + keepMilliseconds) {
      lane.waiting.shift();
      return;
    }
    lane.state = "resting";
    lane.timer = this.#props.clock.setTimeout(() => {
      lane.state = "idle";
      this.#sendAll();
    }, delaySeconds * 1000);
  }
}
