import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { BotApiError } from "./bot-api-error";
import type { Parameters } from "./parameters";
import { readParameters } from "./read-parameters";
import type { WebhookCall } from "./webhook-call";

/** The outcome of one delivery attempt. */
export type Delivery =
  /** `call` is a method call in the response. */
  | { readonly ok: true; readonly call?: WebhookCall }
  /** `retryAfterSeconds` is the value of the `Retry-After` header, or 0 without that header. */
  | { readonly ok: false; readonly reason: string; readonly retryAfterSeconds: number };

/** Telegram does not document its timeout. A minute is assumed. */
const answerTimeoutMilliseconds = 60_000;

/** Posts an update as Telegram does. Never throws. Redirects are not followed. */
export function postUpdate(
  url: string,
  secretToken: string | undefined,
  update: unknown,
  signal: AbortSignal,
): Promise<Delivery> {
  const body = Buffer.from(JSON.stringify(update), "utf8");
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ ok: false, reason: error.message, retryAfterSeconds: 0 });
    try {
      const request = send(url, {
        method: "POST",
        agent: false,
        signal,
        timeout: answerTimeoutMilliseconds,
        headers: {
          "content-type": "application/json",
          "content-length": body.length,
          ...(secretToken === undefined ? {} : { "x-telegram-bot-api-secret-token": secretToken }),
        },
      });
      request.on("error", fail);
      request.on("timeout", () => request.destroy(new Error("Read timeout expired")));
      request.on("response", (response) => {
        response.on("error", fail);
        readAnswer(response).then(resolve, fail);
      });
      request.end(body);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

async function readAnswer(response: IncomingMessage): Promise<Delivery> {
  const { statusCode: status = 0, statusMessage: reason, headers } = response;
  const call = await readCall(response);
  if (status >= 200 && status <= 299) {
    return { ok: true, ...(call && { call }) };
  }
  const seconds = Number(headers["retry-after"] ?? 0);
  return {
    ok: false,
    reason: `Wrong response from the webhook: ${status} ${reason ?? ""}`.trim(),
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 0,
  };
}

/**
 * Reads the method call in a response (https://core.telegram.org/bots/api#making-requests-when-getting-updates).
 * Telegram ignores any other body. It also ignores calls of the methods that `WebhookActor::handle` lists:
 * https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.cpp
 */
async function readCall(response: IncomingMessage): Promise<WebhookCall | undefined> {
  let parameters: Parameters;
  try {
    parameters = await readParameters(response, new URLSearchParams());
  } catch (error) {
    if (error instanceof BotApiError) {
      return undefined;
    }
    throw error;
  }
  const method = parameters.text("method") ?? "";
  return method === "" || /^(deletewebhook|setwebhook|close|logout|get.*)$/i.test(method)
    ? undefined
    : { method, parameters };
}
