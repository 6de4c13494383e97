import { menu } from "../chat/texts/english";
import { type BotApi, BotApiError, type BotTokenSource } from "./bot-api";
import { webhookSecret } from "./webhook-secret";

/** The menu of commands that Telegram shows. */
const commands = Object.entries(menu).map(([command, description]) => ({ command, description }));

/**
 * Sets the bot's webhook and commands at Telegram.
 * @param webhookUrl an https URL, or any URL for your own Bot API server
 */
export async function setWebhook(bot: BotApi, tokens: BotTokenSource, webhookUrl: string): Promise<void> {
  // The caller may have just stored another token.
  await tokens.get({ fresh: true });
  await bot.call(async (callMethod) =>
    callMethod("setWebhook", {
      url: webhookUrl,
      secret_token: webhookSecret(await tokens.get()),
      allowed_updates: ["message", "edited_message"],
    }),
  );
  await bot.call((callMethod) => callMethod("setMyCommands", { commands }));
}

/**
 * Deletes the webhook, unless it now has another URL. If Telegram no longer knows the bot, there is nothing to delete.
 */
export async function deleteWebhook(bot: BotApi, webhookUrl: string): Promise<void> {
  try {
    const { url } = await bot.call((callMethod) => callMethod("getWebhookInfo", {}));
    if (url === webhookUrl) {
      await bot.call((callMethod) => callMethod("deleteWebhook", {}));
    }
  } catch (error) {
    if (error instanceof BotApiError && [401, 404].includes(error.error_code)) {
      return;
    }
    throw error;
  }
}
