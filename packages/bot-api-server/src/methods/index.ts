import { answerCallbackQuery } from "./buttons";
import * as commands from "./commands";
import * as files from "./files";
import * as messages from "./messages";
import type { Method } from "./method";
import { setMessageReaction } from "./reactions";
import * as topics from "./topics";
import * as webhooks from "./webhooks";

/** The methods by name. Each of these modules exports only methods. */
const methods: Readonly<Record<string, Method>> = {
  ...commands,
  ...files,
  ...messages,
  ...topics,
  ...webhooks,
  answerCallbackQuery,
  setMessageReaction,
  /** https://core.telegram.org/bots/api#getme */
  getMe: (telegram) => telegram.bot,
  /** https://core.telegram.org/bots/api#sendchataction. Has no effect here. */
  sendChatAction: () => true,
};

/** The names of the supported methods. */
export const methodNames: readonly string[] = Object.keys(methods);

const byLowerCaseName = new Map(
  Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method] as const),
);

/** Returns the method with this name, in any case as Telegram does, or `undefined`. */
export function tryFindMethod(name: string): Method | undefined {
  return byLowerCaseName.get(name.toLowerCase());
}
