import { randomBytes } from "node:crypto";
import { startBotApiServer, type Telegram } from "@kite-chat/bot-api-server";
import { systemClock } from "@kite-chat/stack-server";
import { UserError } from "../constructs/user-error";

/** The Telegram of a run. */
export interface ChosenTelegram {
  readonly apiRoot: string;
  /** A secret. */
  readonly token: string;
  /** Our own, whose host is played on the page; `undefined` for one that is elsewhere. */
  readonly own?: Telegram;
  /** The https address through which a Telegram elsewhere reaches us. */
  readonly publicUrl?: string;
  close(): Promise<void>;
}

export interface TelegramSettings {
  /** @default - our own Bot API server */
  readonly telegramApiRoot?: string | undefined;
  /**
   * A secret.
   * @default - a made-up one
   */
  readonly telegramBotToken?: string | undefined;
  /**
   * The public https address of a tunnel.
   * @default - none
   */
  readonly tunnelUrl?: string | undefined;
}

const telegramItself = "https://api.telegram.org";
/** The bot of our own Telegram, as the page shows it. */
const bot = { botUsername: "kite_playground_bot", botFirstName: "Kite" };
const idsSince = Date.UTC(2024, 0, 1);

/**
 * Takes the Bot API server of `TELEGRAM_API_ROOT`; with a token and a tunnel Telegram itself; else starts our own.
 *
 * @throws UserError for another server without a token, or for Telegram itself without a tunnel.
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
      `TELEGRAM_API_ROOT is ${apiRoot}, but there is no TELEGRAM_BOT_TOKEN: set the token that this server knows, or leave both out.`,
    );
  }
  if (apiRoot === telegramItself && tunnelUrl === undefined) {
    throw new UserError(
      `TELEGRAM_API_ROOT is ${telegramItself}, but Telegram cannot reach this machine: set TUNNEL_URL to the https address of a tunnel, or leave TELEGRAM_API_ROOT out.`,
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
 * Says which setting a real bot lacks, when one of the two that it needs is there alone.
 *
 * @returns `undefined` when nothing is missing
 */
export function describeMissingTelegram(settings: TelegramSettings): string | undefined {
  const { telegramApiRoot, telegramBotToken, tunnelUrl } = settings;
  if (telegramApiRoot !== undefined || (telegramBotToken === undefined) === (tunnelUrl === undefined)) {
    return undefined;
  }
  return telegramBotToken === undefined
    ? `TUNNEL_URL is set, but TELEGRAM_BOT_TOKEN is not: the host sits on the page, and the tunnel is not used. For the real Telegram, set the token from @BotFather in .env.`
    : `TELEGRAM_BOT_TOKEN is set, but TUNNEL_URL is not: Telegram cannot reach this machine, so the host sits on the page, and the bot is not used. For the real Telegram, set TUNNEL_URL in .env to the https address of a tunnel to this port.`;
}

async function startOwn(): Promise<ChosenTelegram> {
  const token = `7000000001:${randomBytes(24).toString("base64url")}`;
  // Ten ids a second since then: greater in each run than in the one before, and still 32 bits for years.
  const idsAfter = Math.floor((systemClock.now() - idsSince) / 100);
  const server = await startBotApiServer({ token, idsAfter, ...bot });
  return { apiRoot: server.url, token, own: server.telegram, close: () => server.close() };
}
