import { createHmac, timingSafeEqual } from "node:crypto";
import type { BotTokenSource } from "./bot-api";

/** The header in which Telegram sends the secret (https://core.telegram.org/bots/api#setwebhook). */
export const secretHeader = "x-telegram-bot-api-secret-token";

/** Returns the current token, and those that were valid recently: Telegram may still use a secret derived from them. */
export interface WebhookTokenSource extends BotTokenSource {
  /**
   * Returns the stored token, and those that were replaced less than ten minutes ago. Reads them from the store, but at
   * most once in ten seconds.
   */
  recent(): Promise<readonly string[]>;
}

/**
 * Returns the secret that Telegram must send with each update. It is derived from the bot's token, so that there is
 * only one secret to store and rotate. It consists of letters, digits, `_` and `-`, as Telegram requires.
 */
export function webhookSecret(botToken: string): string {
  return createHmac("sha256", botToken).update("kite webhook secret").digest("base64url");
}

/** Returns whether a header's value is the secret, in constant time. */
export function isWebhookSecret(value: string | undefined, botToken: string): boolean {
  const digest = (text: string) => createHmac("sha256", botToken).update(text).digest();
  return timingSafeEqual(digest(value ?? ""), digest(webhookSecret(botToken)));
}

/**
 * Returns whether a header's value is the secret of the current token or, around a rotation, of the next or previous
 * one. Therefore no update is rejected during a rotation, whichever of this function and Telegram gets the new token
 * first.
 */
export async function isFromTelegram(
  value: string | undefined,
  tokens: WebhookTokenSource,
): Promise<boolean> {
  const token = await tokens.get();
  if (!value || isWebhookSecret(value, token)) {
    return Boolean(value);
  }
  const recent = await tokens.recent();
  return recent.some((other) => isWebhookSecret(value, other));
}
