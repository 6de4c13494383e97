import { createHmac, timingSafeEqual } from "node:crypto";
import type { BotTokenSource } from "./bot-api";

/** The header in which Telegram sends the secret (https://core.telegram.org/bots/api#setwebhook). */
export const secretHeader = "x-telegram-bot-api-secret-token";

/** Knows also which token was in use a moment ago: Telegram may still sign with what was derived from it. */
export interface WebhookTokenSource extends BotTokenSource {
  /**
   * The token that is kept now and those that were replaced less than ten minutes ago, looked up where they are
   * kept, though not more often than every ten seconds.
   */
  recent(): Promise<readonly string[]>;
}

/**
 * The secret that Telegram must show with each update. It is derived from the bot's token, so that there is one
 * secret to keep and rotate. Letters, digits, `_` and `-`, as Telegram wants.
 */
export function webhookSecret(botToken: string): string {
  return createHmac("sha256", botToken).update("kite webhook secret").digest("base64url");
}

/** Whether a header's value is the secret, in a time that tells nothing of it. */
export function isWebhookSecret(value: string | undefined, botToken: string): boolean {
  const digest = (text: string) => createHmac("sha256", botToken).update(text).digest();
  return timingSafeEqual(digest(value ?? ""), digest(webhookSecret(botToken)));
}

/**
 * Whether a header's value is the secret that belongs to the token at hand or, around a rotation, to the one after
 * or before it. So a rotation refuses no update, whether this function or Telegram learns of it first.
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
