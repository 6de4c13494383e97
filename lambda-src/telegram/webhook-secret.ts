import { createHmac, timingSafeEqual } from "node:crypto";
import type { BotTokenSource } from "./bot-api";

/** The header in which Telegram sends the secret (https://core.telegram.org/bots/api#setwebhook). */
export const secretHeader = "x-telegram-bot-api-secret-token";

/**
 * Returns the current token and the tokens that were valid recently. Telegram may still use a secret that is derived
 * from an earlier token.
 */
export interface WebhookTokenSource extends BotTokenSource {
  /**
   * Returns the stored token, and the tokens that were replaced less than ten minutes ago. Reads them from the store at
   * most every ten seconds.
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

/** Returns whether a header's value is the secret. Compares in constant time. */
export function isWebhookSecret(value: string | undefined, botToken: string): boolean {
  const digest = (text: string) => createHmac("sha256", botToken).update(text).digest();
  return timingSafeEqual(digest(value ?? ""), digest(webhookSecret(botToken)));
}

/**
 * Returns whether a header's value is the secret of the current token. Around a rotation, the secrets of the next and
 * the previous token are accepted too. No update is therefore rejected during a rotation, whether this function or
 * Telegram gets the new token first.
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
