import { followGroup, identifyTelegramMember } from "../chat/channels/telegram-chats";
import { ChatError } from "../chat/errors";
import { withFileKey } from "../chat/file-keys";
import { reportAbsence } from "../chat/hosts/absence";
import { receiveEdit } from "../chat/hosts/host-edit";
import { receiveFromHost } from "../chat/hosts/host-message";
import { messageIdOf } from "../chat/hosts/send-to-visitor";
import type { MemberKey, MemberRef } from "../chat/model";
import type { ChatPorts } from "../chat/ports";
import { refusals, replies } from "../chat/texts/english";
import { withinSecond } from "../chat/time";
import { receiveFromChat } from "../chat/visitors/visitor-message";
import type { BotApi } from "./bot-api";
import { mayRun } from "./command-rights";
import { runCommand, type StageUrls } from "./commands";
import { contentsOf } from "./contents";
import { keyOf, reportDropped, reportRefused } from "./reports";
import type {
  CommandUpdate,
  EditUpdate,
  FileUpdate,
  FromChat,
  HostUpdate,
  RefusedContent,
  RefusedContentUpdate,
  TextUpdate,
  UnknownContentUpdate,
} from "./update";

/** Represents the bot and the settings of its stage. */
export interface BotSettings extends StageUrls {
  readonly bot: BotApi;
  /** Returns the bot's user name, without `@`. Called only if a command names a bot. */
  readonly userName: () => Promise<string>;
}

/**
 * Handles an update.
 * @throws ReportPostponed, and errors of a store: Telegram then sends the update again
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
    case "moved":
      return followGroup(ports, update.fromChatId, update.toChatId);
    case "command":
      await runCommandOnce(ports, settings, update);
      return;
    case "edit":
      return passEdit(ports, update);
    case "unknown content":
      return refuse(ports, update, replies.unknownContent);
    case "refused content": {
      const notice = refusalOf(update.refused);
      return update.caption
        ? passOn(ports, { ...update, kind: "text", text: update.caption }, notice)
        : refuse(ports, update, notice);
    }
    default:
      return passOn(ports, update);
  }
}

function refusalOf(refused: RefusedContent): string {
  return refused.kind === "large file"
    ? replies.largeFile(refused.fileKind, refused.fileSize)
    : refusals[refused.kind];
}

/**
 * Notifies the sender that content is not passed on. Does nothing in a group that hosts no channel, because messages
 * there are not meant for the bot.
 */
async function refuse(
  ports: ChatPorts,
  update: RefusedContentUpdate | UnknownContentUpdate,
  notice: string,
): Promise<void> {
  ports.log.info("an update was ignored", { reason: update.kind });
  if (update.chatIsPrivate || (await ports.channels.findByHostChat(update.chatId))) {
    await reportRefused(ports, update, notice);
  }
}

/**
 * Passes a message on.
 * @param notice text about a part of the message that cannot be passed on
 */
async function passOn(ports: ChatPorts, update: TextUpdate | FileUpdate, notice?: string): Promise<void> {
  const membership = update.chatIsPrivate ? await ports.members.findByTelegramChat(update.chatId) : undefined;
  const answers = membership
    ? await passToHost(ports, update, membership)
    : await passToVisitor(ports, update);
  if (answers === "reported") {
    return;
  }
  if (notice !== undefined) {
    await reportRefused(ports, update, [...answers, notice].join("\n\n"));
  } else if (answers[0] !== undefined) {
    await replyOnce(ports, update, answers[0]);
  }
}

/** The answers to a message that was passed on, or "reported" if the sender was notified that it was not passed on. */
type PassedOn = readonly string[] | "reported";

async function runCommandOnce(ports: ChatPorts, settings: BotSettings, update: CommandUpdate): Promise<void> {
  if (update.bot !== undefined && update.bot.toLowerCase() !== (await settings.userName()).toLowerCase()) {
    return;
  }
  const answer = (await mayRun(settings.bot, update))
    ? await runCommand(ports, settings, update)
    : replies.administratorsOnly(update.command === "drop" ? "drop" : "host");
  if (answer !== undefined) {
    await replyOnce(ports, update, answer);
  }
}

/** Claims the answer before sending it, so that two copies of an update at the same moment are answered once. */
async function replyOnce(ports: ChatPorts, update: FromChat, text: string): Promise<void> {
  const { chatId, messageId } = update;
  if (!(await ports.routes.claimAnswer(keyOf(update)))) {
    return;
  }
  await ports.host.notify(chatId, text, { replyToMessageId: messageId });
}

async function passToVisitor(ports: ChatPorts, update: TextUpdate | FileUpdate): Promise<PassedOn> {
  const { updateId, chatId, messageId, repliesTo } = update;
  const outcome = await receiveFromHost(ports, {
    updateId,
    hostChatId: chatId,
    chatMessageId: messageId,
    repliesTo,
    sentAt: withinSecond(update.sentAt, ports.now()),
    contents: contentsOf(update),
  });
  switch (outcome.kind) {
    case "no channel":
      if (update.chatIsPrivate) {
        await replyOnce(ports, update, replies.notJoined);
      } else {
        ports.log.info("an update was ignored", { reason: "a chat that hosts nothing" });
      }
      return "reported";
    case "no visitor":
      return reportDropped(ports, update, replies.noVisitor);
    case "unknown tag":
      return reportDropped(ports, update, replies.unknownTag);
    case "unroutable reply":
      return reportDropped(ports, update, replies.unroutableReply);
    case "stored":
      await reportAbsence(ports, keyOf(update), outcome.member);
      return [];
    case "delivered":
    case "queued":
      return outcome.isGuess ? [replies.guessed(outcome.member)] : [];
  }
}

/**
 * Passes a host's edit to the visitor. A visitor in Telegram gets the edit too. An edit by a visitor in Telegram is not
 * passed on.
 */
async function passEdit(ports: ChatPorts, update: EditUpdate): Promise<void> {
  const outcome = await receiveEdit(ports, {
    ...keyOf(update),
    updateId: update.updateId,
    text: update.text,
    editedAt: withinSecond(update.editedAt, ports.now()),
  });
  switch (outcome.kind) {
    case "stored":
      return reportAbsence(ports, keyOf(update), outcome.member);
    case "delivered":
    case "queued":
      return;
    default:
      ports.log.info("an edit was ignored", { reason: outcome.kind });
  }
}

/** Passes a message to the host from a private chat that has joined a channel. */
async function passToHost(
  ports: ChatPorts,
  update: TextUpdate | FileUpdate,
  membership: MemberRef & MemberKey,
): Promise<PassedOn> {
  const sender = await identifyTelegramMember(ports, membership, update.senderName, update.chatId);
  if (!sender) {
    return reportDropped(ports, update, replies.channelGone(membership.channelName));
  }
  const timestamp = withinSecond(update.sentAt, ports.now());
  try {
    for (const [part, content] of contentsOf(update).entries()) {
      await receiveFromChat(ports, sender, {
        messageId: messageIdOf(update.updateId, part),
        timestamp,
        textBytes: content.type === "text" ? Buffer.byteLength(content.text) : 0,
        content: (identity) => withFileKey(ports.files, identity, content),
      });
    }
  } catch (error) {
    if (!(error instanceof ChatError)) {
      throw error;
    }
    return reportDropped(ports, update, replies.rejected(error.message));
  }
  return [];
}
