import type { BotToken } from "../constructs/messaging/bot-token";
import type { OutboxQueue } from "../constructs/messaging/outbox-queue";
import type { ChatTables } from "../constructs/storage/chat-tables";
import type { FilesBucket } from "../constructs/storage/files-bucket";
import type { StageSettings } from "../settings/deployment";
import type { KiteDomain } from "./kite-domain";
import type { StageAddresses } from "./stage-addresses";

/** What every function of a stage is told. */
export function commonEnvironment(
  app: string,
  stage: StageSettings,
  token: BotToken,
): Readonly<Record<string, string>> {
  return {
    STAGE: stage.name,
    TELEGRAM_API_ROOT: stage.telegramApiRoot,
    TELEGRAM_BOT_TOKEN_PARAMETER: token.parameterName,
    POWERTOOLS_LOG_LEVEL: "INFO",
    POWERTOOLS_METRICS_NAMESPACE: app,
  };
}

/** By which way visitors must come; empty without a domain. */
export function entranceEnvironment(domain: KiteDomain | undefined): Readonly<Record<string, string>> {
  return {
    ...(domain && { WEBSOCKET_HOST: domain.webSocket.host }),
    ...(domain?.proxy && { PROXY_SECRET_PARAMETER: domain.proxy.secretParameter }),
  };
}

/** Environment variables shared by the dispatcher and the outbox. */
export function chatEnvironment(parts: {
  readonly stage: StageSettings;
  readonly tables: ChatTables;
  readonly queue: OutboxQueue;
  readonly files: FilesBucket;
  readonly addresses: StageAddresses;
}): Readonly<Record<string, string>> {
  return {
    CHANNELS_TABLE: parts.tables.channels.name,
    MEMBERS_TABLE: parts.tables.members.name,
    CONNECTIONS_TABLE: parts.tables.connections.name,
    MESSAGES_TABLE: parts.tables.messages.name,
    OUTBOX_QUEUE_URL: parts.queue.queue.url,
    FILES_BUCKET: parts.files.bucket.bucket,
    WEBSOCKET_CALLBACK_URL: parts.addresses.callbackUrl,
    HTTP_URL: parts.addresses.httpUrl,
    RETENTION_DAYS: String(parts.stage.retentionDays),
    ORDER_WINDOW_SECONDS: String(parts.stage.wakeUpDelaySeconds),
    MESSAGES_PER_DAY: String(parts.stage.messagesPerDay),
  };
}
