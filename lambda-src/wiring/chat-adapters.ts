import { setTimeout } from "node:timers/promises";
import { botTokenSource } from "../aws/bot-token";
import { channelStore } from "../aws/channel-store";
import { connectionsClient, documentClient, objectClient, queueClient } from "../aws/clients";
import { connectionStore } from "../aws/connection-store";
import { bytesPerDay } from "../aws/conversation-size";
import type { ChatEnvironment } from "../aws/environment";
import { days } from "../aws/expiry";
import { fileSecret } from "../aws/file-secret";
import { fileStore } from "../aws/file-store";
import { chatLog } from "../aws/log";
import { measuredMessageStore } from "../aws/measured-message-store";
import { memberStore } from "../aws/member-store";
import { messageStore } from "../aws/message-store";
import { operatorAttention } from "../aws/operator-attention";
import { outbox } from "../aws/outbox";
import { parameterReader } from "../aws/read-parameter";
import { routeStore } from "../aws/route-store";
import { undeliverableMessages } from "../aws/undeliverable-messages";
import { visitorSockets } from "../aws/visitor-sockets";
import type { ChatPorts } from "../chat/ports";
import { botApi } from "../telegram/bot-api";
import { hostFiles } from "../telegram/host-files";
import { telegramMessenger } from "../telegram/telegram-messenger";

/** Creates all adapters of a chat function, once when the function starts. */
export function chatAdapters(
  environment: ChatEnvironment & {
    readonly UNDELIVERABLE_QUEUE_URL?: string;
    readonly IDENTITY_SECRET_PARAMETER?: string | undefined;
  },
) {
  const database = documentClient();
  const tokens = botTokenSource(environment.TELEGRAM_BOT_TOKEN_PARAMETER);
  const bot = botApi(environment.TELEGRAM_API_ROOT, tokens);
  const log = chatLog();
  const now = Date.now;
  const retentionDays = environment.RETENTION_DAYS;
  const queue = queueClient();
  const { IDENTITY_SECRET_PARAMETER: identitySecretParameter } = environment;
  const files = fileStore(
    objectClient(),
    { bucket: environment.FILES_BUCKET, httpUrl: environment.HTTP_URL },
    fileSecret(database, environment.CHANNELS_TABLE),
  );
  const ports: ChatPorts = {
    channels: channelStore(database, environment.CHANNELS_TABLE),
    members: memberStore(
      database,
      {
        tableName: environment.MEMBERS_TABLE,
        retentionDays,
        limits: {
          frames: { burst: environment.FRAME_BURST, perSecond: environment.FRAMES_PER_SECOND },
          messagesPerDay: environment.MESSAGES_PER_DAY,
          bytesPerDay: bytesPerDay(retentionDays),
        },
      },
      now,
    ),
    connections: connectionStore(database, environment.CONNECTIONS_TABLE, now),
    messages: measuredMessageStore(
      messageStore(database, environment.MESSAGES_TABLE, retentionDays, now),
      environment.STAGE,
      now,
    ),
    routes: routeStore(database, environment.MESSAGES_TABLE, retentionDays, now),
    outbox: outbox(queue, environment.OUTBOX_QUEUE_URL),
    sockets: visitorSockets(connectionsClient(environment.WEBSOCKET_CALLBACK_URL), files.canonicalUri, log),
    host: telegramMessenger(bot, files, log),
    hostFiles: hostFiles(bot, files),
    files,
    undeliverable: undeliverableMessages(queue, environment.UNDELIVERABLE_QUEUE_URL),
    attention: operatorAttention(log, environment.STAGE),
    identitySecret:
      identitySecretParameter === undefined
        ? async () => undefined
        : parameterReader(identitySecretParameter),
    log,
    retentionMilliseconds: days(retentionDays) * 1000,
    orderWindowMilliseconds: environment.ORDER_WINDOW_SECONDS * 1000,
    now,
    sleep: (milliseconds) => setTimeout(milliseconds),
    random: Math.random,
  };
  return { ports, bot, tokens };
}
