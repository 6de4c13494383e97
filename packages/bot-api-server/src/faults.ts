import type { Update } from "@grammyjs/types";
import { BotApiError, badRequest, forbidden, tooManyRequests } from "./bot-api-error";
import type { Parameters } from "./parameters";

/** What a test asks to go wrong with a call of a bot. */
export type Fault =
  /** 429 with `retry_after`; nothing is done. */
  | { readonly kind: "tooManyRequests"; readonly retryAfterSeconds: number }
  /** 500; nothing is done. */
  | { readonly kind: "serverError" }
  /** 400 as for a webhook whose name Telegram cannot resolve; nothing is done. */
  | { readonly kind: "unresolvedHost" }
  /** 403 as from a user who blocked the bot; nothing is done. */
  | { readonly kind: "blocked" }
  /** 403 as from a group that has thrown the bot out; nothing is done. */
  | { readonly kind: "kicked" }
  /** 502 with a page of HTML, as a proxy answers that cannot reach the server; nothing is done. */
  | { readonly kind: "proxyPage" }
  /** Nothing is done, and no answer ever comes. */
  | { readonly kind: "unanswered" }
  /** The call is done after a while. */
  | { readonly kind: "slow"; readonly delayMilliseconds: number }
  /** The call is done, and its connection is cut in place of an answer: the one gap that no sender can close. */
  | { readonly kind: "lostAnswer" }
  /** The call is done, and no answer ever comes. */
  | { readonly kind: "hangingAnswer" };

/** A call of a bot, as the server understood it. */
export interface BotCall {
  /** For example `sendMessage`. */
  readonly method: string;
  readonly parameters: Parameters;
}

/** A call of a bot, and what came of it. */
export interface AnsweredBotCall extends BotCall {
  readonly fault: Fault | undefined;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The HTTP status; `undefined`: no answer was sent. */
  readonly status: number | undefined;
  /** What the method gave, also if the answer was lost; `undefined`: nothing was done. */
  readonly result: unknown;
}

/** The faults that wait for their calls. */
export class Faults {
  /** Chooses the fault of each call that no wish waits for. @default none */
  choose: (call: BotCall) => Fault | undefined = () => undefined;
  /** Called when a call has been answered, or given up. @default - not called */
  onCall: (call: AnsweredBotCall) => void = () => undefined;
  /** Called with each update that the webhook has taken. @default - not called */
  onTaken: (update: Update) => void = () => undefined;
  /** Names how many milliseconds after the first attempt an update is sent again, whatever became of it. @default never */
  repeats: (update: Update) => readonly number[] = () => [];
  readonly #waiting: { readonly method: string; readonly fault: Fault; times: number }[] = [];

  /**
   * Lets the next calls of a method go wrong.
   *
   * @param method A method's name, or `*` for any.
   * @param times How many calls. @default 1
   */
  failNext(method: string, fault: Fault, times = 1): void {
    this.#waiting.push({ method: method.toLowerCase(), fault, times });
  }

  /** Forgets what was asked for and did not happen yet. */
  clear(): void {
    this.#waiting.length = 0;
  }

  /** The fault of this call, oldest wish first; each counts down as it is taken. */
  take(call: BotCall): Fault | undefined {
    const { method } = call;
    const index = this.#waiting.findIndex((wish) => ["*", method.toLowerCase()].includes(wish.method));
    const wish = this.#waiting[index];
    if (wish === undefined) {
      return this.choose(call);
    }
    wish.times -= 1;
    if (wish.times <= 0) {
      this.#waiting.splice(index, 1);
    }
    return wish.fault;
  }
}

/** The refusal that a fault stands for; `undefined` for those that let the call be done. */
export function refusalOf(fault: Fault): BotApiError | undefined {
  switch (fault.kind) {
    case "tooManyRequests":
      return tooManyRequests(fault.retryAfterSeconds);
    case "serverError":
      return new BotApiError(500, "Internal Server Error");
    case "unresolvedHost":
      return badRequest("bad webhook: Failed to resolve host: Name or service not known");
    case "blocked":
      return forbidden("bot was blocked by the user");
    case "kicked":
      return forbidden("bot was kicked from the supergroup chat");
    default:
      return undefined;
  }
}
