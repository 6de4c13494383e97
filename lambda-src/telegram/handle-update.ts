import { receiveFromHost } from "../chat/host-message";
import { host } from "../chat/hosting";
import type { ChatPorts } from "../chat/ports";
import type { CommandUpdate, HostUpdate, TextUpdate } from "./read-update";
import { replies } from "./replies";

/** What the bot must know of itself and its stage. */
export interface BotSettings {
  /** The WebSocket URL of the stage, without `?c=`. */
  readonly webSocketUrl: string;
  /** The bot's user name, without `@`; asked for only when a command names a bot. */
  readonly userName: () => Promise<string>;
}

/**
 * Does what an update asks for.
 * @throws what a store throws: Telegram then sends the update again
 */
export async function handleUpdate(
  ports: ChatPorts,
  settings: BotSettings,
  update: HostUpdate,
): Promise<void> {
  switch (update.kind) {
    case "ignored":
      ports.log.info("an update was ignored", { reason: update.reason });
      return;
    case "text":
      await passToVisitor(ports, update);
      return;
    case "command":
      await obey(ports, settings, update);
  }
}

async function passToVisitor(ports: ChatPorts, update: TextUpdate): Promise<void> {
  const { updateId, chatId, messageId, repliesToTag, sentAt, text } = update;
  const outcome = await receiveFromHost(ports, {
    updateId,
    hostChatId: chatId,
    chatMessageId: messageId,
    repliesToTag,
    sentAt,
    content: { type: "text", text },
  });
  if (outcome === "no visitor") await ports.host.notify(chatId, replies.noVisitor, messageId);
  if (outcome === "ambiguous tag") await ports.host.notify(chatId, replies.ambiguousTag, messageId);
  if (outcome === "kept") await ports.host.notify(chatId, replies.kept, messageId);
  if (outcome === "no channel")
    ports.log.info("an update was ignored", { reason: "a chat that hosts nothing" });
}

async function obey(ports: ChatPorts, settings: BotSettings, update: CommandUpdate): Promise<void> {
  if (update.bot !== undefined && update.bot.toLowerCase() !== (await settings.userName()).toLowerCase())
    return;
  const answer = await answerTo(ports, settings, update);
  if (answer === undefined) return;
  // Noted between the two: what the command does may be done twice, what it says is said once.
  if (!(await ports.messages.noteUpdate(update.updateId))) return;
  await ports.host.notify(update.chatId, answer, update.messageId);
}

async function answerTo(
  ports: ChatPorts,
  settings: BotSettings,
  update: CommandUpdate,
): Promise<string | undefined> {
  switch (update.command) {
    case "start":
      return start(ports, settings, update);
    case "help":
      return replies.help(update.chatIsPrivate);
    case "host":
      return hostHere(ports, settings, update, update.argument);
    case "info":
      return info(ports, settings, update);
    default:
      // In a group the command may be meant for another bot.
      return update.chatIsPrivate || update.bot ? replies.unknownCommand : undefined;
  }
}

/** `/start`, or a deep link: `/start host__<channel>`, in a group also `/start <channel>`. */
async function start(ports: ChatPorts, settings: BotSettings, update: CommandUpdate): Promise<string> {
  const [action, channelName] = update.argument.split("__", 2);
  if (action === "host" && channelName !== undefined) return hostHere(ports, settings, update, channelName);
  if (update.argument !== "" && !update.chatIsPrivate)
    return hostHere(ports, settings, update, update.argument);
  return replies.help(update.chatIsPrivate);
}

async function hostHere(
  ports: ChatPorts,
  settings: BotSettings,
  update: CommandUpdate,
  channelName: string,
): Promise<string> {
  if (update.chatIsPrivate) return replies.hostInGroup;
  switch (await host(ports, channelName, update.chatId)) {
    case "hosted":
    case "hosted already":
      return replies.hosted(channelName, channelUrl(settings, channelName));
    case "bad name":
      return replies.badName(channelName);
    case "name taken":
      return replies.nameTaken(channelName);
    case "chat taken": {
      const own = await ports.channels.findByHostChat(update.chatId);
      return replies.chatTaken(own?.channelName ?? "another");
    }
  }
}

async function info(ports: ChatPorts, settings: BotSettings, update: CommandUpdate): Promise<string> {
  const channel = await ports.channels.findByHostChat(update.chatId);
  return channel
    ? replies.infoHost(channel.channelName, channelUrl(settings, channel.channelName))
    : replies.infoNobody;
}

function channelUrl(settings: BotSettings, channelName: string): string {
  return `${settings.webSocketUrl}?c=${channelName}`;
}
