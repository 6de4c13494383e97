import type { Behaviour, FaultProxy } from "../../checks/harness/fault-proxy";
import type { Host } from "../../checks/harness/kite-run";

/** Returns the answer with which Telegram requests a wait. */
export function tooManyRequests(seconds: number): Behaviour {
  return refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** Answer for an internal error of Telegram. */
export const serverError = refusal(500, "Internal Server Error");

/** The answer if the bot may no longer write in the chat. */
export const kicked = refusal(403, "Forbidden: bot was kicked from the supergroup chat");

/** Returns the answer if the group has become a supergroup with another id. */
export function migrated(toChatId: number): Behaviour {
  return refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
    migrate_to_chat_id: toChatId,
  });
}

/** Injects a list of faults into the bot's calls for one chat, one fault for each call. */
export function failIn(
  proxy: FaultProxy,
  { chatId }: Pick<Host, "chatId">,
  ...behaviours: Behaviour[]
): { readonly left: () => number } {
  proxy.behave = ({ path, body }) => {
    const concerned = path.endsWith("/sendMessage") && body.includes(String(chatId));
    return (concerned ? behaviours.shift() : undefined) ?? "pass";
  };
  return { left: () => behaviours.length };
}

/** Returns the answer with which Telegram rejects a call. */
export function refusal(status: number, description: string, parameters?: Record<string, number>): Behaviour {
  const body = { ok: false, error_code: status, description, ...(parameters && { parameters }) };
  return { status, body };
}
