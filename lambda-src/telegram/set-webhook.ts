import { menu } from "../chat/texts/english";
import { type BotApi, BotApiError, type BotTokenSource } from "./bot-api";
import { webhookSecret } from "./webhook-secret";

/** The menu that Telegram shows for the bot. */
const commands = Object.entries(menu).map(([command, description]) => ({ command, description }));

/**
 * Tells Telegram where to send updates, and which commands there are.
 * @param webhookUrl https, except for a Bot API server of one's own
 */
export async function setWebhook(bot: BotApi, tokens: BotTokenSource, webhookUrl: string): Promise<void> {
  // Whoever asks for it may just have put another token there.
  await tokens.get({ fresh: true });
  await bot.call(async (callMethod) =>
    callMethod("setWebhook", {
      url: webhookUrl,
      secret_token: webhookSecret(await tokens.get()),
      allowed_updates: ["message", "edited_message", "my_chat_member"],
    }),
  );
  await bot.call((callMethod) => callMethod("setMyCommands", { commands }));
}

/**
 * Takes the webhook away, unless it points elsewhere by now. A bot that Telegram no longer knows is done with.
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
