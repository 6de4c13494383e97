import type { Update } from "@grammyjs/types";
import { BotApiError, badRequest, forbidden, tooManyRequests } from "./bot-api-error";
import type { Parameters } from "./parameters";

/** A fault to inject into a call of the bot. */
export type Fault =
  /** Returns 429 with `retry_after`. The call has no effect. */
  | { readonly kind: "tooManyRequests"; readonly retryAfterSeconds: number }
  /** Returns 500. The call has no effect. */
  | { readonly kind: "serverError" }
  /** Returns 400, as if Telegram could not resolve the webhook's host. The call has no effect. */
  | { readonly kind: "unresolvedHost" }
  /** Returns 403, as if the user had blocked the bot. The call has no effect. */
  | { readonly kind: "blocked" }
  /** Returns 403, as if the group had removed the bot. The call has no effect. */
  | { readonly kind: "kicked" }
  /** Returns 502 with an HTML page, as a proxy in front of Telegram does. The call has no effect. */
  | { readonly kind: "proxyPage" }
  /** Never responds. The call has no effect. */
  | { readonly kind: "unanswered" }
  /** Handles the call after a delay by the machine's clock. */
  | { readonly kind: "slow"; readonly delayMilliseconds: number }
  /** Handles the call, then closes the connection without a response. The bot cannot know that the call succeeded. */
  | { readonly kind: "lostAnswer" }
  /** Handles the call, but never responds. */
  | { readonly kind: "hangingAnswer" };

/** A call of the bot. */
export interface BotCall {
  /** The method's name as the bot sent it, for example `sendMessage`. */
  readonly method: string;
  /** The call's parameters and uploaded files. */
  readonly parameters: Parameters;
}

/** A finished call of the bot, with its outcome. */
export interface AnsweredBotCall extends BotCall {
  /** The injected fault, or `undefined`. */
  readonly fault: Fault | undefined;
  /** The time of the call in milliseconds since 1970, by the server's clock. */
  readonly receivedAt: number;
  /** The HTTP status, or `undefined` if the server sent no response. */
  readonly status: number | undefined;
  /** The method's result, even if the response was lost. `undefined` if the call had no effect. */
  readonly result: unknown;
}

/** Injects faults into the bot's calls, and reports the calls. */
export class Faults {
  /** Chooses the fault of each call for which `failNext` set no fault. @default - no fault */
  choose: (call: BotCall) => Fault | undefined = () => undefined;
  /** Called after each call. @default - not called */
  onCall: (call: AnsweredBotCall) => void = () => undefined;
  /** Called with each update that the webhook accepted. @default - not called */
  onDelivered: (update: Update) => void = () => undefined;
  /**
   * Returns the delays after which to deliver duplicates of an update, in milliseconds after its first attempt.
   * @default - no duplicates
   */
  repeats: (update: Update) => readonly number[] = () => [];
  readonly #pending: { readonly method: string; readonly fault: Fault; times: number }[] = [];

  /**
   * Injects a fault into the next calls of a method.
   *
   * @param method The method's name, or `*` for any method.
   * @param times The number of calls. @default 1
   */
  failNext(method: string, fault: Fault, times = 1): void {
    this.#pending.push({ method: method.toLowerCase(), fault, times });
  }

  /** Removes the faults from `failNext` that have not been injected yet. */
  clear(): void {
    this.#pending.length = 0;
  }

  /**
   * Returns the fault for this call, and counts it as injected.
   * @internal
   */
  take(call: BotCall): Fault | undefined {
    const { method } = call;
    const index = this.#pending.findIndex((pending) => ["*", method.toLowerCase()].includes(pending.method));
    const pending = this.#pending[index];
    if (pending === undefined) {
      return this.choose(call);
    }
    pending.times -= 1;
    if (pending.times <= 0) {
      this.#pending.splice(index, 1);
    }
    return pending.fault;
  }
}

/** Returns the error that a fault causes, or `undefined` if the call takes effect in spite of the fault. */
export function refusalOf(fault: Fault): BotApiError | undefined {
  return fault.kind === "tooManyRequests"
    ? tooManyRequests(fault.retryAfterSeconds)
    : refusals[fault.kind]?.();
}

const refusals: Partial<Record<Fault["kind"], () => BotApiError>> = {
  serverError: () => new BotApiError(500, "Internal Server Error"),
  unresolvedHost: () => badRequest("bad webhook: Failed to resolve host: Name or service not known"),
  blocked: () => forbidden("bot was blocked by the user"),
  kicked: () => forbidden("bot was kicked from the supergroup chat"),
};
