import { BotApiError, badRequest, forbidden, tooManyRequests } from "./bot-api-error";

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
  /** The call is done after a while. */
  | { readonly kind: "slow"; readonly delayMilliseconds: number }
  /** The call is done, its answer never arrives: the one gap that no sender can close. */
  | { readonly kind: "lostAnswer" };

/** The faults that wait for their calls. */
export class Faults {
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
  take(method: string): Fault | undefined {
    const index = this.#waiting.findIndex((wish) => ["*", method.toLowerCase()].includes(wish.method));
    const wish = this.#waiting[index];
    if (wish === undefined) {
      return undefined;
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
    default:
      return undefined;
  }
}
