import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BotApiError } from "./bot-api-error";
import { callMethod } from "./call-method";
import { readParameters } from "./read-parameters";
import { Telegram } from "./telegram";
import type { TelegramProps } from "./telegram-props";

/** Settings of a Bot API server. */
export interface BotApiServerProps extends TelegramProps {
  /** The bot's token. Calls with another token get 401. The server never logs it. */
  readonly token: string;
  /** The port to listen on. @default - any free port */
  readonly port?: number;
  /** The address to listen on. @default "127.0.0.1" */
  readonly host?: string;
}

/** A running Bot API server. */
export interface BotApiServer {
  /** The API root to configure in the bot, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The simulated Telegram: its chats, people and files. */
  readonly telegram: Telegram;
  /** Stops deliveries, closes connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a Telegram Bot API server in memory and serves it over HTTP.
 *
 * @throws Error if the port is in use.
 */
export async function startBotApiServer(props: BotApiServerProps): Promise<BotApiServer> {
  const { token, port = 0, host = "127.0.0.1", ...rest } = props;
  // A token starts with its bot's id: https://core.telegram.org/bots/api#authorizing-your-bot
  const botId = /^(\d+):/.exec(token)?.[1];
  const telegram = new Telegram({ ...rest, ...(botId !== undefined && { botId: Number(botId) }) });
  telegram.webhook.onCall = ({ method, parameters }) => {
    // The bot does not learn the outcome: https://core.telegram.org/bots/api#making-requests-when-getting-updates
    callMethod(telegram, method, () => Promise.resolve(parameters)).catch(() => undefined);
  };
  const server = createServer((request, response) => {
    answer(telegram, token, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    telegram,
    close: () => {
      telegram.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  telegram: Telegram,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = splitTarget(request.url ?? "/");
  const file = /^\/file\/bot([^/]*)\/(.+)$/.exec(path);
  const call = /^\/bot([^/]*)\/([^/]+)$/.exec(path);
  try {
    checkToken(file?.[1] ?? call?.[1], token);
    if (file !== null) {
      sendBytes(telegram, file[2] ?? "", response);
    } else {
      await answerCall(telegram, call?.[2] ?? "", query, request, response);
    }
  } catch (error) {
    sendError(response, error instanceof BotApiError ? error : new BotApiError(500, "Internal Server Error"));
  }
}

async function answerCall(
  telegram: Telegram,
  name: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!["GET", "POST"].includes(request.method ?? "")) {
    throw new BotApiError(404, "Not Found");
  }
  const answer = await callMethod(telegram, name, () => readParameters(request, query));
  switch (answer.kind) {
    case "result":
      sendJson(response, 200, answer.body);
      break;
    case "proxyPage":
      send(response, 502, "text/html", proxyPage);
      break;
    case "closed":
      response.destroy();
      break;
    case "none":
      break;
  }
}

/** The page that nginx returns if its upstream is unreachable: https://github.com/nginx/nginx/blob/master/src/http/ngx_http_special_response.c */
const proxyPage =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/** @throws BotApiError 404 if the path has no token, 401 if the token is wrong. */
function checkToken(given: string | undefined, token: string): void {
  if (given === undefined) {
    throw new BotApiError(404, "Not Found");
  }
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (!timingSafeEqual(digest(given), digest(token))) {
    throw new BotApiError(401, "Unauthorized");
  }
}

function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const [rawPath = "/", rawQuery = ""] = target.split("?", 2);
  const query = new URLSearchParams(rawQuery);
  try {
    return { path: decodeURIComponent(rawPath), query };
  } catch {
    return { path: rawPath, query };
  }
}

function sendBytes(telegram: Telegram, filePath: string, response: ServerResponse): void {
  const file = telegram.files.tryFindByPath(filePath);
  if (file === undefined) {
    throw new BotApiError(404, "Not Found");
  }
  send(response, 200, "application/octet-stream", file.bytes);
}

function sendError(response: ServerResponse, error: BotApiError): void {
  const { errorCode, message, parameters } = error;
  sendJson(response, errorCode, { ok: false, error_code: errorCode, description: message, parameters });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json", JSON.stringify(body));
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
): void {
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) });
  response.end(body);
}
