import type { Update, WebhookInfo } from "@grammyjs/types";
import type { Clock, Timer } from "./clock";
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

export interface WebhookProps {
  readonly clock: Clock;
  /** Update ids begin after it. */
  readonly idsAfter: number;
  /** Called when what `info` tells has changed. */
  readonly onChange: () => void;
  /** Called with each update that the webhook has taken. */
  readonly onTaken: (update: Update) => void;
  /** Names how many milliseconds after the first attempt an update is sent again, besides its own attempts. */
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
 * The updates of the bot and the way they take: in the order of a chat, one at a time per chat, tried again until
 * the webhook takes them (at once after the first failure, then after 2, 4, 8 … 60 s, or after `Retry-After`, as in
 * `WebhookActor.cpp` of https://github.com/tdlib/telegram-bot-api). Without a webhook they wait.
 */
export class Webhook {
  readonly #props: WebhookProps;
  readonly #lanes = new Map<number, Lane>();
  readonly #copies = new Set<Timer>();
  #settings: WebhookSettings | undefined;
  /** Of each post under way one: of a signal that many posts share, Node warns as of a leak. */
  readonly #posts = new Set<AbortController>();
  #lastUpdateId: number;
  #lastError: { readonly date: number; readonly message: string } | undefined;

  constructor(props: WebhookProps) {
    this.#props = props;
    this.#lastUpdateId = props.idsAfter;
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
    this.#props.onChange();
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
    lane.waiting.push({ update, createdAt: this.#props.clock.now(), failures: 0, delaySeconds: 1 });
    this.#props.onChange();
    this.#sendAll();
  }

  /** How many copies of updates are still to be sent; see {@link WebhookProps.repeats}. */
  get copiesLeft(): number {
    return this.#copies.size;
  }

  /** Stops delivering; nothing is left running. */
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
    for (const [chatId, lane] of this.#lanes) {
      const busy = [...this.#lanes.values()].filter((other) => other.state === "sending").length;
      const first = lane.waiting[0];
      if (busy < settings.maxConnections && lane.state === "idle" && first !== undefined) {
        lane.state = "sending";
        if (first.failures === 0) {
          this.#repeat(first.update);
        }
        void this.#post(settings, first.update).then((delivery) => {
          if (delivery !== undefined) {
            this.#settle(chatId, lane, first, delivery);
          }
        });
      }
    }
  }

  /** @returns `undefined` when it was interrupted */
  async #post({ url, secretToken }: WebhookSettings, update: Update): Promise<Delivery | undefined> {
    const post = new AbortController();
    this.#posts.add(post);
    const delivery = await postUpdate(url, secretToken, update, post.signal);
    this.#posts.delete(post);
    return post.signal.aborted ? undefined : delivery;
  }

  /** Copies of an update, as Telegram sends them when it has lost an answer: what becomes of them changes nothing. */
  #repeat(update: Update): void {
    const send = () => {
      const settings = this.#settings;
      if (settings !== undefined) {
        void this.#post(settings, update);
      }
    };
    for (const milliseconds of this.#props.repeats(update)) {
      const timer = this.#props.clock.setTimeout(() => {
        this.#copies.delete(timer);
        send();
      }, milliseconds);
      this.#copies.add(timer);
    }
  }

  #settle(chatId: number, lane: Lane, first: Waiting, delivery: Delivery): void {
    lane.state = "idle";
    if (delivery.ok) {
      lane.waiting.shift();
      this.#props.onTaken(first.update);
    } else {
      this.#lastError = { date: this.#props.clock.now(), message: delivery.reason };
      this.#rest(lane, first, delivery.retryAfterSeconds);
    }
    if (lane.waiting.length === 0) {
      this.#lanes.delete(chatId);
    }
    this.#props.onChange();
    this.#sendAll();
  }

  #rest(lane: Lane, first: Waiting, retryAfterSeconds: number): void {
    if (retryAfterSeconds === 0 && first.failures > 0) {
      first.delaySeconds = Math.min(LONGEST_DELAY_SECONDS, first.delaySeconds * 2);
    }
    const delaySeconds = retryAfterSeconds || (first.failures > 0 ? first.delaySeconds : 0);
    first.failures += 1;
    if (this.#props.clock.now() + delaySeconds * 1000 > first.createdAt + KEEP_MILLISECONDS) {
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
