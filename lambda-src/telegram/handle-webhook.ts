import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { parseJson } from "../chat/parse-json";
import type { ChatPorts } from "../chat/ports";
import { replies } from "../chat/texts/english";
import { type BotSettings, handleUpdate } from "./handle-update";
import { readUpdate } from "./read-update";
import { ReportPostponed } from "./reports";
import type { HostUpdate } from "./update";
import { isFromTelegram, secretHeader, type WebhookTokenSource } from "./webhook-secret";

/**
 * Answers Telegram's webhook: 200 if the update is done, 503 if Telegram should send it again, 401 for other senders.
 * Telegram sends the updates of a chat in order, so an update that no retry can fix must not be rejected.
 */
export async function handleWebhook(
  ports: ChatPorts,
  settings: BotSettings,
  tokens: WebhookTokenSource,
  event: Pick<APIGatewayProxyEventV2, "headers" | "body" | "isBase64Encoded">,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    if (!(await isFromTelegram(event.headers[secretHeader], tokens))) {
      return { statusCode: 401, body: "Unauthorized" };
    }
    const botId = botIdOf(await tokens.get());
    const update = readUpdate(jsonOf(event), botId);
    try {
      await handleUpdate(ports, settings, update);
    } catch (error) {
      if (!isLastingFault(error)) {
        throw error;
      }
      await giveUp(ports, update, error);
    }
    return { statusCode: 200, body: "OK" };
  } catch (error) {
    if (error instanceof ReportPostponed) {
      ports.log.warn("a report is postponed until Telegram sends the update again");
    } else {
      ports.log.error("an update failed; Telegram will send it again", error);
    }
    return { statusCode: 503, body: "Service Unavailable" };
  }
}

/** Errors in the program. They occur again in every attempt. */
const programErrors: ReadonlySet<string> = new Set(["RangeError", "ReferenceError", "TypeError", "URIError"]);

/** DynamoDB's errors for a request that it never accepts, such as a row that is too large. */
const requestErrors: ReadonlySet<string> = new Set(["SerializationException", "ValidationException"]);

/**
 * Returns whether a retry cannot fix an error, because the program or the request is wrong. A retry may fix a malformed
 * response, which the AWS SDK reports as an error of the program with the property `$response`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
function isLastingFault(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  return requestErrors.has(error.name) || (programErrors.has(error.name) && !("$response" in error));
}

/**
 * Ends the handling of an update that fails in every attempt. The sender is notified once, because the message may be
 * lost.
 */
async function giveUp(
  ports: Pick<ChatPorts, "host" | "log">,
  update: HostUpdate,
  error: unknown,
): Promise<void> {
  ports.log.error("an update failed, and a retry cannot help", error);
  if ("messageId" in update) {
    await ports.host.notify(update.chatId, replies.failed, { replyToMessageId: update.messageId });
  }
}

/**
 * Returns the id of a token's bot, which stays the same when the token is rotated. The id is the part before the colon:
 * https://core.telegram.org/bots/api#authorizing-your-bot
 */
function botIdOf(token: string): number | undefined {
  const id = /^(\d+):/.exec(token)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** @returns `undefined` if the body is not JSON */
function jsonOf({
  body,
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded">): unknown {
  return parseJson(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8").toString("utf8"));
}
