import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { BotTokenMissing, botTokenSource } from "../aws/bot-token";
import { environments, readEnvironment } from "../aws/environment";
import { chatLog } from "../aws/log";
import { botApi } from "../telegram/bot-api";
import { deleteWebhook, setWebhook } from "../telegram/set-webhook";
import { withPatience } from "../telegram/with-patience";

const environment = readEnvironment(environments.lifecycleHandler);
const tokens = botTokenSource(environment.TELEGRAM_BOT_TOKEN_PARAMETER);
const bot = botApi(environment.TELEGRAM_API_ROOT, tokens);
const log = chatLog();

/**
 * The input of the invocation, with Terraform's additions. An operator who has rotated the token passes no URL. The
 * stage's own URL is then used.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation
 */
const lifecycleEvent = z.object({
  webhookUrl: z._default(z.url(), environment.WEBHOOK_URL),
  tf: z.object({ action: z.enum(["create", "update", "delete"]) }),
});

/** Sets the webhook when the stage is created or changed, and deletes it with the stage. */
export async function handler(
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<{ readonly webhook: "set" | "deleted" }> {
  const { webhookUrl, tf } = lifecycleEvent.parse(event);
  if (tf.action !== "delete") {
    await withPatience(() => setWebhook(bot, tokens, webhookUrl), {
      remaining: () => context.getRemainingTimeInMillis(),
      onWait: (milliseconds, reason) => log.warn("a call to Telegram is retried", { milliseconds, reason }),
    });
    log.info("the webhook is set");
    return { webhook: "set" };
  }
  try {
    await deleteWebhook(bot, webhookUrl);
    log.info("the webhook is deleted");
  } catch (error) {
    // Without a token, the Bot API cannot be called. This must not block the deletion of a stage.
    if (!(error instanceof BotTokenMissing)) {
      throw error;
    }
    log.warn("the webhook was not deleted, because the bot's token does not exist");
  }
  return { webhook: "deleted" };
}
