import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { environments, readEnvironment } from "../aws/environment";
import { proxySecretSource } from "../aws/proxy-secret";
import { handleDownload } from "../files/handle-download";
import { handleWebhook } from "../telegram/handle-webhook";
import { handleWebSocketEvent, type WebSocketEvent } from "../websocket/handle-event";
import { chatAdapters } from "../wiring/chat-adapters";

const environment = readEnvironment(environments.requestDispatcher);
const { ports, bot, tokens } = chatAdapters(environment);

// The token is read while the function starts, because Lambda provides a full processor then. A failure is reported
// when the token is used first.
void tokens.get().catch(() => undefined);

let userName: Promise<string> | undefined;
const botSettings = {
  bot,
  webSocketUrl: environment.WEBSOCKET_URL,
  httpUrl: environment.HTTP_URL,
  userName: () => {
    userName ??= bot.call(async (callMethod) => (await callMethod("getMe", {})).username);
    userName.catch(() => {
      userName = undefined;
    });
    return userName;
  },
};
const { PROXY_SECRET_PARAMETER: proxySecretParameter } = environment;
const visitorSettings = {
  allowedOrigins: environment.ALLOWED_ORIGINS,
  ingress: {
    webSocketHost: environment.WEBSOCKET_HOST,
    proxySecret: proxySecretParameter === undefined ? undefined : proxySecretSource(proxySecretParameter),
  },
};
void visitorSettings.ingress.proxySecret?.get().catch(() => undefined);

/** Answers every event of both APIs. */
export async function handler(
  event: WebSocketEvent | APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (!("routeKey" in event)) {
    return handleWebSocketEvent(ports, visitorSettings, event);
  }
  switch (event.routeKey) {
    case "GET /tg":
      return { statusCode: 200, body: "OK" };
    case "POST /tg":
      return handleWebhook(ports, botSettings, tokens, event);
    case "GET /files/{key+}":
      return handleDownload(ports, visitorSettings, event);
    default:
      return { statusCode: 404, body: "Not Found" };
  }
}
