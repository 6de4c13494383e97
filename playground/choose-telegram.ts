import { randomBytes } from "node:crypto";
import { startBotApiServer, type Telegram } from "@kite-chat/bot-api-server";
import { systemClock } from "@kite-chat/stack-server";
import { UserError } from "../constructs/user-error";

/** The Bot API server that a run uses. */
export interface ChosenTelegram {
  /** URL of the Bot API server. */
  readonly apiRoot: string;
  /** The bot's token. A secret. */
  readonly token: string;
  /** The embedded server. The page acts as its host. @default - the Bot API server is external */
  readonly own?: Telegram;
  /** Public https URL at which an external Bot API server reaches this run. @default - none */
  readonly publicUrl?: string;
  /** Stops the embedded server, if there is one. */
  close(): Promise<void>;
}

/** Settings that decide which Bot API server a run uses. */
export interface TelegramSettings {
  /** URL of a Bot API server. @default - the embedded Bot API server */
  readonly telegramApiRoot?: string | undefined;
  /** The bot's token. A secret. @default - a random token */
  readonly telegramBotToken?: string | undefined;
  /** Public https URL of a tunnel to this machine. @default - none */
  readonly tunnelUrl?: string | undefined;
}

const telegramItself = "https://api.telegram.org";
/** The bot of the embedded server, as the page displays it. */
const bot = { botUsername: "kite_playground_bot", botFirstName: "Kite" };
const idsSince = Date.UTC(2024, 0, 1);

/**
 * Chooses the Bot API server of a run. `TELEGRAM_API_ROOT` selects the server at its URL. A token with a tunnel selects
 * Telegram. Otherwise, an embedded server is started.
 *
 * @throws UserError for another server without a token, or for Telegram without a tunnel
 */
export async function chooseTelegram(settings: TelegramSettings): Promise<ChosenTelegram> {
  const { telegramApiRoot, telegramBotToken: token, tunnelUrl } = settings;
  const apiRoot =
    telegramApiRoot ?? (token !== undefined && tunnelUrl !== undefined ? telegramItself : undefined);
  if (apiRoot === undefined) {
    return startOwn();
  }
  if (token === undefined) {
    throw new UserError(
      `TELEGRAM_API_ROOT is ${apiRoot}, but TELEGRAM_BOT_TOKEN is not set. Set a token that this server accepts, or remove both variables.`,
    );
  }
  if (apiRoot === telegramItself && tunnelUrl === undefined) {
    throw new UserError(
      `TELEGRAM_API_ROOT is ${telegramItself}, but Telegram cannot reach this machine. Set TUNNEL_URL to the https URL of a tunnel, or remove TELEGRAM_API_ROOT.`,
    );
  }
  return {
    apiRoot,
    token,
    ...(tunnelUrl === undefined ? {} : { publicUrl: tunnelUrl }),
    close: () => Promise.resolve(),
  };
}

/**
 * Describes the setting that is missing when only one of the two settings of a real bot is set.
 *
 * @returns `undefined` when nothing is missing
 */
export function describeMissingTelegram(settings: TelegramSettings): string | undefined {
  const { telegramApiRoot, telegramBotToken, tunnelUrl } = settings;
  if (telegramApiRoot !== undefined || (telegramBotToken === undefined) === (tunnelUrl === undefined)) {
    return undefined;
  }
  return telegramBotToken === undefined
    ? `TUNNEL_URL is set, but TELEGRAM_BOT_TOKEN is not. The page acts as the host, and the tunnel is not used. To use a real bot, set the token from @BotFather in .env.`
    : `TELEGRAM_BOT_TOKEN is set, but TUNNEL_URL is not. Telegram cannot reach this machine, so the page acts as the host, and the bot is not used. To use the bot, set TUNNEL_URL in .env to the https URL of a tunnel to this port.`;
}

async function startOwn(): Promise<ChosenTelegram> {
  const token = `7000000001:${randomBytes(24).toString("base64url")}`;
  // The first id grows by ten per second, so that each run starts above the ids of the previous run. Ids still fit in
  // 32 bits for years.
  const idsAfter = Math.floor((systemClock.now() - idsSince) / 100);
  const server = await startBotApiServer({ token, idsAfter, ...bot });
  return { apiRoot: server.url, token, own: server.telegram, close: () => server.close() };
}
