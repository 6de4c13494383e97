import type { BotToken } from "../constructs/messaging/bot-token";
import type { OutboxQueue } from "../constructs/messaging/outbox-queue";
import type { ChatTables } from "../constructs/storage/chat-tables";
import type { FilesBucket } from "../constructs/storage/files-bucket";
import type { VariablesOf } from "../lambda-src/aws/environment";
import type { KiteDomain } from "./kite-domain";
import type { StageAddresses } from "./stage-addresses";
import type { Stage } from "./stage-props";

/** Variables that the functions of the chat read. */
type Variables = Partial<VariablesOf<"requestDispatcher"> & VariablesOf<"outbox">>;

/** Environment variables shared by the stage's functions. */
export function commonEnvironment(app: string, stage: Stage, token: BotToken) {
  return {
    STAGE: stage.name,
    TELEGRAM_API_ROOT: stage.telegramApiRoot,
    TELEGRAM_BOT_TOKEN_PARAMETER: token.parameterName,
    // Read by the library that writes logs and metrics.
    POWERTOOLS_LOG_LEVEL: "INFO",
    POWERTOOLS_METRICS_NAMESPACE: app,
  } satisfies Variables & Readonly<Record<`POWERTOOLS_${string}`, string>>;
}

/** Environment variables of the ingress checks. Without a domain there are none. */
export function ingressEnvironment(domain: KiteDomain | undefined) {
  return {
    ...(domain && { WEBSOCKET_HOST: domain.webSocket.host }),
    ...(domain?.proxy && { PROXY_SECRET_PARAMETER: domain.proxy.secretParameter }),
  } satisfies Variables;
}

/** Environment variables shared by the dispatcher and the outbox. */
export function chatEnvironment(parts: {
  readonly stage: Stage;
  readonly tables: ChatTables;
  readonly queue: OutboxQueue;
  readonly files: FilesBucket;
  readonly addresses: StageAddresses;
}) {
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
  } satisfies Variables;
}
