import { UserError } from "../constructs/user-error";
import { toRecord } from "./json-values";

/** Properties of {@link checkWebhook}. */
export interface CheckWebhookProps {
  /** URL of the Bot API server, for example `https://api.telegram.org`. */
  readonly apiRoot: string;
  /** The bot's token. A secret: no error message contains it. */
  readonly token: string;
  /** URL that this run will register as the webhook. */
  readonly webhookUrl: string;
}

const answerWithinMilliseconds = 10_000;

/**
 * Checks that the bot's webhook is free. A bot has only one webhook, so setting it here would disconnect the program
 * that uses it now.
 *
 * @throws UserError when the webhook points elsewhere, when the token is wrong, or when the server does not respond
 */
export async function checkWebhook({ apiRoot, token, webhookUrl }: CheckWebhookProps): Promise<void> {
  const { status, url } = await askForWebhook(apiRoot, token);
  if (status !== 200 || url === undefined) {
    throw new UserError(
      `The Bot API server at ${apiRoot} responded to getWebhookInfo with status ${status}. ${
        [401, 404].includes(status)
          ? "It rejected TELEGRAM_BOT_TOKEN: copy the token from @BotFather again."
          : "Try again later, or set TELEGRAM_API_ROOT to another server."
      }`,
    );
  }
  if (url !== "" && url !== webhookUrl) {
    throw new UserError(
      `The bot's webhook already points at ${url}, and this run would replace it. Use another bot, or add --take-over to replace it.`,
    );
  }
}

async function askForWebhook(apiRoot: string, token: string) {
  try {
    const response = await fetch(`${apiRoot}/bot${token}/getWebhookInfo`, {
      signal: AbortSignal.timeout(answerWithinMilliseconds),
    });
    const answer = toRecord(await response.json().catch(() => undefined));
    const url = toRecord(answer?.result)?.url ?? "";
    return { status: response.status, url: typeof url === "string" ? url : undefined };
  } catch {
    // fetch may put the URL into its error, and the URL contains the token.
    throw new UserError(
      `The Bot API server at ${apiRoot} did not respond. Start it, or set TELEGRAM_API_ROOT to another server.`,
    );
  }
}
