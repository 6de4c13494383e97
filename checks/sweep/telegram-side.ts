import type { AnsweredBotCall, BotCall, Fault, Telegram } from "@kite-chat/bot-api-server";
import { chance } from "@kite-chat/stack-server";
import { tokensIn } from "../harness/message-tokens";
import { faultFor, sweepFaults } from "./fault-table";
import type { BotPost } from "./history";
import type { Record } from "./record";

/** A call to post visitors' messages, as the Bot API server recorded it. */
export interface RecordedPost extends Pick<BotPost, "tokens" | "text" | "messageId" | "receivedAt"> {
  readonly chatId: number;
  readonly fault: string | undefined;
  readonly status: number | undefined;
  /** End of the call in the server, with or without an answer. */
  readonly endedAt: number;
}

export interface TelegramSideProps {
  readonly telegram: Telegram;
  readonly seed: string;
  readonly messages: number;
  readonly faults: readonly string[];
  readonly record: Record;
}

/** Injects faults into calls of the bot, repeats updates, and records every post. */
export class TelegramSide {
  readonly posts: RecordedPost[] = [];
  /** Time at which the webhook accepted each host's message, by its token. */
  readonly takenAt = new Map<string, number>();
  /** Tokens of hosts' messages that the bot answered with "Not delivered: …". */
  readonly declined = new Set<string>();
  readonly #props: TelegramSideProps;
  readonly #occurrences = new Map<string, number>();
  readonly #chosen = new Map<BotCall["parameters"], string>();
  readonly #floodedUntil = new Map<string, number>();
  #active = false;

  constructor(props: TelegramSideProps) {
    this.#props = props;
    const { faults } = props.telegram;
    faults.choose = (call) => this.#choose(call);
    faults.onCall = (call) => this.#onCall(call);
    faults.repeats = (update) => this.#repeats(JSON.stringify(update.message ?? {}));
    faults.onDelivered = ({ message }) => {
      const [token] = tokensIn(JSON.stringify({ ...message, reply_to_message: undefined }));
      if (token !== undefined) {
        this.takenAt.set(token, Date.now());
        props.record.note("telegram", `the webhook accepted the update of ${token}`);
      }
    };
  }

  /** Number of updates and repeated updates that are not sent yet. */
  get updatesLeft(): number {
    const { copiesLeft, info } = this.#props.telegram.webhook;
    return copiesLeft + (info.pending_update_count ?? 0);
  }

  /** Returns the tokens of all posts. */
  get posted(): ReadonlySet<string> {
    return new Set(this.posts.flatMap(({ tokens, messageId }) => (messageId === undefined ? [] : tokens)));
  }

  /** Returns the tokens that Telegram has rejected permanently: https://core.telegram.org/bots/api#making-requests */
  get refused(): ReadonlySet<string> {
    const refusals = this.posts.filter(({ status }) => status === 400 || status === 403);
    return new Set(refusals.flatMap(({ tokens }) => tokens));
  }

  setFaults(on: boolean): void {
    this.#active = on;
  }

  #choose({ method, parameters }: BotCall): Fault | undefined {
    const text = JSON.stringify(postedText(parameters));
    const tokens = tokensIn(text).filter((it) => it.startsWith("kv-"));
    if (!this.#active || tokens.length === 0 || !method.startsWith("send")) {
      return undefined;
    }
    const chatId = parameters.text("chat_id") ?? "";
    const floodLeft = (this.#floodedUntil.get(chatId) ?? 0) - Date.now();
    if (floodLeft > 0) {
      this.#chosen.set(parameters, "telegram-429-chat");
      return { kind: "tooManyRequests", retryAfterSeconds: Math.ceil(floodLeft / 1000) };
    }
    const key = `${method} ${tokens.join("+")}`;
    const occurrence = this.#occurrences.get(key) ?? 0;
    this.#occurrences.set(key, occurrence + 1);
    const name = this.#strike((it) => it.startsWith("telegram-"), key, occurrence);
    if (name === undefined) {
      return undefined;
    }
    this.#chosen.set(parameters, name);
    const fault = sweepFaults[name]?.telegram;
    if (fault === undefined) {
      this.#floodedUntil.set(chatId, Date.now() + floodMilliseconds);
      return { kind: "tooManyRequests", retryAfterSeconds: floodMilliseconds / 1000 };
    }
    return fault;
  }

  /** Selects the fault of a call from the run's faults that are possible for the call, and counts it. */
  #strike(isPossible: (name: string) => boolean, key: string, occurrence: number): string | undefined {
    const { seed, messages, faults, record } = this.#props;
    const names = faults.filter(isPossible);
    const struck = faultFor(chance(seed, "telegram", key, occurrence), names, messages);
    for (const name of names) {
      record.count(name, name === struck);
    }
    return struck;
  }

  #onCall({ method, parameters, receivedAt, status, result }: AnsweredBotCall): void {
    const message = result as
      | { readonly message_id?: number; readonly document?: object; readonly reply_to_message?: object }
      | undefined;
    const text = postedText(parameters);
    if (message?.reply_to_message !== undefined && text.text.startsWith("Not delivered:")) {
      const [token = ""] = tokensIn(JSON.stringify(message.reply_to_message));
      this.declined.add(token);
      this.#props.record.note("telegram", `the bot replies to ${token}: ${text.text}`);
    }
    const tokens = tokensIn(JSON.stringify([text, message?.document]));
    const fault = this.#chosen.get(parameters);
    this.#chosen.delete(parameters);
    if (!method.startsWith("send") || tokens.length === 0) {
      return;
    }
    const chatId = Number(parameters.text("chat_id"));
    const messageId = message?.message_id;
    const posted = { chatId, tokens, text: text.text, fault, receivedAt, status, messageId };
    this.posts.push({ ...posted, endedAt: Date.now() });
    const outcome = `${messageId === undefined ? "not posted" : `posted as ${messageId}`}, ${status === undefined ? "no answer" : `answered ${status}`}`;
    const struck = fault === undefined ? "" : ` [${fault}]`;
    this.#props.record.note("telegram", `${method} to ${chatId}: ${outcome}${struck}`, tokens);
  }

  #repeats(update: string): readonly number[] {
    const [token] = tokensIn(update);
    const name = "webhook-repeated";
    if (!this.#active || token?.startsWith("kh-") !== true) {
      return [];
    }
    const isHit = this.#strike((it) => it === name, token, 0) === name;
    if (isHit) {
      this.#props.record.note(
        "telegram",
        `the update of ${token} is sent twice at once, and in a minute [${name}]`,
      );
    }
    return isHit ? [0, repeatMilliseconds] : [];
  }
}

const floodMilliseconds = 3_000;
const repeatMilliseconds = 60_000;

/** Returns the text of a post, and the URL or name of its file. */
function postedText(parameters: BotCall["parameters"]): { readonly text: string; readonly file: string } {
  const file = parameters.file("document");
  return {
    text: parameters.text("text") ?? parameters.text("caption") ?? "",
    file: file?.fileName ?? parameters.text("document") ?? "",
  };
}
