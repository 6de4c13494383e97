import { deleteMyCommands, getMyCommands, setMyCommands } from "./commands";
import { getFile, sendDocument, sendPhoto, sendVideo } from "./files";
import {
  deleteMessage,
  editMessageText,
  getChat,
  getChatMember,
  pinChatMessage,
  sendMessage,
  unpinChatMessage,
} from "./messages";
import type { Method } from "./method";
import { deleteWebhook, getWebhookInfo, setWebhook } from "./webhooks";

/** https://core.telegram.org/bots/api#getme */
const getMe: Method = (telegram) => telegram.bot;

/** https://core.telegram.org/bots/api#sendchataction. Has no effect here. */
const sendChatAction: Method = () => true;

const methods: Readonly<Record<string, Method>> = {
  getMe,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  sendMessage,
  editMessageText,
  deleteMessage,
  pinChatMessage,
  unpinChatMessage,
  sendPhoto,
  sendDocument,
  sendVideo,
  sendChatAction,
  getFile,
  getChat,
  getChatMember,
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
