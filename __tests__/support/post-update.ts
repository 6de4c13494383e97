import type { Host, KiteRun } from "../../checks/harness/kite-run";

let lastUpdateId = 900_000_000;

/** Returns a new update id, higher than all ids of the run's fake Telegram. */
function nextUpdateId(): number {
  lastUpdateId += 1;
  return lastUpdateId;
}

/** Returns an update with a message of a host, in the form in which Telegram posts it. */
export function hostUpdate(
  host: Pick<Host, "chatId" | "userId">,
  message: object,
  updateId = nextUpdateId(),
) {
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1000),
      chat: { id: host.chatId, type: "supergroup", title: "Support" },
      from: { id: host.userId, is_bot: false, first_name: "Grace" },
      ...message,
    },
  };
}

/** An update with an edit of a host's message, as Telegram posts it. */
export function editUpdate(host: Pick<Host, "chatId" | "userId">, messageId: number, content: object) {
  const { message, update_id } = hostUpdate(host, content);
  return {
    update_id,
    edited_message: { ...message, message_id: messageId, edit_date: message.date },
  };
}

/** A text with the mark that Telegram sets on a command. */
export function commandMessage(text: string): object {
  return { text, entities: [{ type: "bot_command", offset: 0, length: text.split(" ")[0]?.length }] };
}

/**
 * Posts to the webhook with the right secret.
 * @param body an update, or a text that is sent as it is
 * @returns the HTTP status
 */
export async function postUpdate(run: KiteRun, body: object | string): Promise<number> {
  const response = await fetch(run.webhookUrl, {
    method: "POST",
    headers: { "x-telegram-bot-api-secret-token": run.telegram.webhook.settings?.secretToken ?? "" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}
