import { BotApiError } from "./bot-api-error";
import { type BotCall, refusalOf } from "./faults";
import { tryFindMethod } from "./methods";
import { ResultWithDescription } from "./methods/method";
import type { Parameters } from "./parameters";
import type { Telegram } from "./telegram";

/** The response to a call of the bot: a result, the page of a proxy, a closed connection, or nothing at all. */
export type CallAnswer =
  | { readonly kind: "result"; readonly body: object }
  | { readonly kind: "proxyPage" | "closed" | "none" };

/**
 * Runs a method with the injected fault, and reports the call.
 *
 * @throws BotApiError if the method does not exist or rejects the call
 */
export async function callMethod(
  telegram: Telegram,
  name: string,
  readParameters: () => Promise<Parameters>,
): Promise<CallAnswer> {
  const method = tryFindMethod(name);
  if (method === undefined) {
    throw new BotApiError(404, "Not Found");
  }
  const parameters = await readParameters();
  const { faults } = telegram;
  const call = { method: name, parameters };
  const receivedAt = telegram.now();
  const fault = faults.take(call);
  let result: unknown;
  let status: number | undefined;
  try {
    if (fault?.kind === "unanswered") {
      return { kind: "none" };
    }
    if (fault?.kind === "proxyPage") {
      status = 502;
      return { kind: "proxyPage" };
    }
    const refusal = fault && refusalOf(fault);
    if (refusal !== undefined) {
      throw refusal;
    }
    if (fault?.kind === "slow") {
      await new Promise((resolve) => setTimeout(resolve, fault.delayMilliseconds).unref());
    }
    result = await withinFloodLimit(telegram, call, () => method(telegram, parameters));
    if (fault?.kind === "lostAnswer") {
      return { kind: "closed" };
    }
    if (fault?.kind === "hangingAnswer") {
      return { kind: "none" };
    }
    status = 200;
    return { kind: "result", body: describe(result) };
  } catch (error) {
    status = error instanceof BotApiError ? error.errorCode : 500;
    throw error;
  } finally {
    faults.onCall({ ...call, fault, receivedAt, status, result });
  }
}

/** Runs a request. Counts it if it is to a group and does more than read. @throws BotApiError 429 above the limit. */
async function withinFloodLimit(
  { flood }: Telegram,
  { method, parameters }: BotCall,
  request: () => unknown,
): Promise<unknown> {
  const chatId = parameters.integer("chat_id");
  const isOfGroup = chatId !== undefined && chatId < 0;
  return isOfGroup && flood !== undefined && !/^get/i.test(method) ? flood.run(chatId, request) : request();
}

function describe(result: unknown): object {
  return { ok: true, ...(result instanceof ResultWithDescription ? result : { result }) };
}
