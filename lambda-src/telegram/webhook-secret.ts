import { createHmac, timingSafeEqual } from "node:crypto";

/** The header in which Telegram sends the secret (https://core.telegram.org/bots/api#setwebhook). */
export const secretHeader = "x-telegram-bot-api-secret-token";

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
