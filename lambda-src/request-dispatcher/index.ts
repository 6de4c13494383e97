import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { chatAdapters } from "../aws/chat-ports";
import { environments, readEnvironment } from "../aws/environment";
import { handleDownload } from "../files/handle-download";
import { handleWebhook } from "../telegram/handle-webhook";
import { handleWebSocketEvent, type WebSocketEvent } from "../websocket/handle-event";

const environment = readEnvironment(environments.requestDispatcher);
const { ports, bot, tokens } = chatAdapters(environment);

// Warmed while the function starts, when AWS gives it a whole processor; a failure is told at the first use.
void tokens.get().catch(() => undefined);

let userName: Promise<string> | undefined;
const botSettings = {
  bot,
  webSocketUrl: environment.WEBSOCKET_URL,
  userName: () => {
    userName ??= bot.call(async (api) => (await api.getMe()).username);
    userName.catch(() => {
      userName = undefined;
    });
    return userName;
  },
};
const webSocketSettings = { allowedOrigins: environment.ALLOWED_ORIGINS };

/** Answers every event of both APIs. */
export async function handler(
  event: WebSocketEvent | APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (!("routeKey" in event)) return handleWebSocketEvent(ports, webSocketSettings, event);
  switch (event.routeKey) {
    case "GET /tg":
      return { statusCode: 200, body: "OK" };
    case "POST /tg":
      return handleWebhook(ports, botSettings, tokens, event);
    case "GET /files/{key+}":
      return handleDownload(ports, webSocketSettings.allowedOrigins, event);
    default:
      return { statusCode: 404, body: "Not Found" };
  }
}
