import type { ChatPorts } from "../chat/ports";
import { type BotApi, botApi } from "../telegram/bot-api";
import { hostMessenger } from "../telegram/host-messenger";
import type { WebhookTokenSource } from "../telegram/webhook-secret";
import { botTokenSource } from "./bot-token";
import { channelStore } from "./channel-store";
import { connectionsClient, documentClient, objectClient, queueClient } from "./clients";
import { connectionStore } from "./connection-store";
import { deadLetters } from "./dead-letters";
import type { ChatEnvironment } from "./environment";
import { fileStore } from "./file-store";
import { chatLog } from "./log";
import { measuredMessageStore } from "./measured-message-store";
import { memberStore } from "./member-store";
import { messageStore } from "./message-store";
import { visitorSockets } from "./visitor-sockets";
import { wakeUps } from "./wake-ups";

/** Everything that a function of the chat works with, made once when the function starts. */
export interface ChatAdapters {
  readonly ports: ChatPorts;
  readonly bot: BotApi;
  readonly tokens: WebhookTokenSource;
}

/** Joins the core to AWS and Telegram. */
export function chatAdapters(
  environment: ChatEnvironment & { readonly DEAD_LETTERS_QUEUE_URL?: string },
): ChatAdapters {
  const database = documentClient();
  const tokens = botTokenSource(environment.TELEGRAM_BOT_TOKEN_PARAMETER);
  const bot = botApi(environment.TELEGRAM_API_ROOT, tokens);
  const log = chatLog();
  const now = Date.now;
  const retentionDays = environment.RETENTION_DAYS;
  const queue = queueClient();
  const files = fileStore(
    objectClient(),
    { bucket: environment.FILES_BUCKET, httpUrl: environment.HTTP_URL },
    tokens,
  );
  const ports: ChatPorts = {
    channels: channelStore(database, environment.CHANNELS_TABLE),
    members: memberStore(
      database,
      {
        tableName: environment.MEMBERS_TABLE,
        retentionDays,
        frameLimit: { burst: environment.FRAME_BURST, perSecond: environment.FRAMES_PER_SECOND },
      },
      now,
    ),
    connections: connectionStore(database, environment.CONNECTIONS_TABLE, now),
    messages: measuredMessageStore(
      messageStore(database, environment.MESSAGES_TABLE, retentionDays, now),
      environment.STAGE,
      now,
    ),
    wakeUps: wakeUps(queue, environment.OUTBOX_QUEUE_URL),
    sockets: visitorSockets(connectionsClient(environment.WEBSOCKET_CALLBACK_URL), files.canonicalUri),
    host: hostMessenger(bot, files, log),
    files,
    deadLetters: deadLetters(queue, environment.DEAD_LETTERS_QUEUE_URL),
    log,
    now,
  };
  return { ports, bot, tokens };
}
