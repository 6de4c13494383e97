import { ChatError } from "../chat/errors";
import { receiveFromHost } from "../chat/host-message";
import type { MemberRef } from "../chat/model";
import type { ChatPorts } from "../chat/ports";
import { identifySeated } from "../chat/seats";
import { withinSecond } from "../chat/time";
import { receiveFromVisitor } from "../chat/visitor-message";
import type { BotApi } from "./bot-api";
import { obey } from "./commands";
import { contentsOf } from "./contents";
import { replies } from "./replies";
import type { CommandUpdate, FileUpdate, FromChat, HostUpdate, TextUpdate } from "./update";

/** The bot, and what it must know of its stage. */
export interface BotSettings {
  readonly bot: BotApi;
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
    case "command":
      await obeyOnce(ports, settings, update);
      return;
    case "unknown content":
      ports.log.info("an update was ignored", { reason: "unknown content" });
      // In a group that hosts nothing nobody has asked us.
      if (update.chatIsPrivate || (await ports.channels.findByHostChat(update.chatId)))
        await replyOnce(ports, update, replies.unknownContent);
      return;
    default: {
      const seated = update.chatIsPrivate ? await ports.members.findSeated(update.chatId) : undefined;
      if (seated) await passToHost(ports, settings, update, seated);
      else await passToVisitor(ports, settings, update);
    }
  }
}

async function obeyOnce(ports: ChatPorts, settings: BotSettings, update: CommandUpdate): Promise<void> {
  if (update.bot !== undefined && update.bot.toLowerCase() !== (await settings.userName()).toLowerCase())
    return;
  const answer = await obey(ports, settings.webSocketUrl, update);
  if (answer !== undefined) await replyOnce(ports, update, answer);
}

/** Noted between the two: what an update does may be done twice, what is said to it is said once. */
async function replyOnce(ports: ChatPorts, update: FromChat, text: string): Promise<void> {
  if (!(await ports.messages.noteUpdate(update.updateId))) return;
  await ports.host.notify(update.chatId, text, { replyToMessageId: update.messageId });
}

async function passToVisitor(
  ports: ChatPorts,
  settings: BotSettings,
  update: TextUpdate | FileUpdate,
): Promise<void> {
  const { updateId, chatId, messageId, repliesToTag } = update;
  const sentAt = withinSecond(update.sentAt, ports.now());
  const contents = () => contentsOf(ports, settings.bot, update);
  const message = { updateId, hostChatId: chatId, chatMessageId: messageId, repliesToTag, sentAt, contents };
  const outcome = await receiveFromHost(ports, message);
  if (outcome === "no channel") {
    if (update.chatIsPrivate) await replyOnce(ports, update, replies.notJoined);
    else ports.log.info("an update was ignored", { reason: "a chat that hosts nothing" });
  }
  if (outcome === "no content") await replyOnce(ports, update, replies.fileTooLarge);
  if (outcome === "no visitor") await replyOnce(ports, update, replies.noVisitor);
  if (outcome === "unknown tag") await replyOnce(ports, update, replies.unknownTag);
  if (outcome === "ambiguous tag") await replyOnce(ports, update, replies.ambiguousTag);
  if (outcome === "kept") await replyOnce(ports, update, replies.kept);
}

/** A private chat with a seat speaks as a visitor. */
async function passToHost(
  ports: ChatPorts,
  settings: BotSettings,
  update: TextUpdate | FileUpdate,
  seated: MemberRef,
): Promise<void> {
  const sender = await identifySeated(ports, seated, update.senderName, update.chatId);
  if (!sender) return replyOnce(ports, update, replies.unknownChannel(seated.channelName));
  const timestamp = withinSecond(update.sentAt, ports.now());
  const contents = await contentsOf(ports, settings.bot, update);
  if (!contents) return replyOnce(ports, update, replies.fileTooLarge);
  try {
    for (const [part, content] of contents.entries()) {
      // Padded, so that messages of one second sort by number.
      const messageId = `u${String(update.updateId).padStart(12, "0")}${part === 0 ? "" : `-${part}`}`;
      await receiveFromVisitor(ports, sender, {
        messageId,
        timestamp,
        content: () => content,
      });
    }
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    await replyOnce(ports, update, replies.notTaken(error.message));
  }
}
