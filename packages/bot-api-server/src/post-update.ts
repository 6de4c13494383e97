import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";

/** The outcome of one delivery attempt. */
export type Delivery =
  | { readonly ok: true }
  /** `retryAfterSeconds` is the value of the `Retry-After` header, 0 without one. */
  | { readonly ok: false; readonly reason: string; readonly retryAfterSeconds: number };

/** Telegram does not document its timeout. A minute is assumed. */
const answerTimeoutMilliseconds = 60_000;

/**
 * Posts an update as Telegram does. Never throws. Redirects are not followed, and a method call in the response body
 * is ignored (https://core.telegram.org/bots/api#making-requests-when-getting-updates).
 */
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
        response.on("end", () => resolve(readAnswer(response)));
        response.resume();
      });
      request.end(body);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function readAnswer({ statusCode: status = 0, statusMessage: reason, headers }: IncomingMessage): Delivery {
  if (status >= 200 && status <= 299) {
    return { ok: true };
  }
  const seconds = Number(headers["retry-after"] ?? 0);
  return {
    ok: false,
    reason: `Wrong response from the webhook: ${status} ${reason ?? ""}`.trim(),
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 0,
  };
}
