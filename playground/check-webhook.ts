import { UserError } from "../constructs/user-error";
import { toRecord } from "./json-values";

export interface CheckWebhookProps {
  /** For example `https://api.telegram.org`. */
  readonly apiRoot: string;
  /** A secret; no message shows it. */
  readonly token: string;
  /** Where this run's webhook will be. */
  readonly webhookUrl: string;
}

const answerWithinMilliseconds = 10_000;

/**
 * Makes sure that the bot's webhook is free: a bot has one, and setting it here takes it from whoever has it.
 *
 * @throws UserError when it points elsewhere, when the token is wrong, or when nobody answers.
 */
export async function checkWebhook({ apiRoot, token, webhookUrl }: CheckWebhookProps): Promise<void> {
  const { status, url } = await askForWebhook(apiRoot, token);
  if (status !== 200 || url === undefined) {
    throw new UserError(
      `The Bot API server at ${apiRoot} answered getWebhookInfo with ${status}. ${
        [401, 404].includes(status)
          ? "It does not know TELEGRAM_BOT_TOKEN: take the token from @BotFather."
          : "Try again later, or set another TELEGRAM_API_ROOT."
      }`,
    );
  }
  if (url !== "" && url !== webhookUrl) {
    throw new UserError(
      `The bot's webhook points at ${url}: this run would take it away from there. Use another bot, or start with --take-over.`,
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
    // The error of fetch may hold the address, and the address holds the token.
    throw new UserError(
      `No answer from the Bot API server at ${apiRoot}. Start it, or set another TELEGRAM_API_ROOT.`,
    );
  }
}
