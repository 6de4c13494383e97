import { HostMoved, HostRefused } from "../chat/ports";
import type { BotApi } from "./bot-api";
import { hostErrorOf } from "./host-errors";
import type { CommandUpdate } from "./update";

/** Commands that change a group's channel. */
const administratorCommands: readonly string[] = ["host", "drop"];

/**
 * Returns whether the sender of a command may run it in this chat. In a group, only administrators may change the
 * channel. The list of administrators is read for each command, because it can change at any time.
 * @throws HostUnavailable if Telegram does not return the list now; Telegram then sends the update again
 */
export async function mayRun(bot: BotApi, update: CommandUpdate): Promise<boolean> {
  const { chatId, chatIsPrivate, sender } = update;
  if (chatIsPrivate || !changesChannel(update)) {
    return true;
  }
  return "isGroup" in sender ? sender.isGroup : isAdministrator(bot, chatId, sender.userId);
}

/** @param isMoved whether the chat is the supergroup that the group has become */
async function isAdministrator(
  bot: BotApi,
  chatId: string,
  userId: number | undefined,
  isMoved = false,
): Promise<boolean> {
  try {
    // The list contains all administrators who are not bots: https://core.telegram.org/bots/api#getchatadministrators
    const administrators = await bot.call((callMethod) =>
      callMethod("getChatAdministrators", { chat_id: chatId }),
    );
    return administrators.some(({ user }) => user.id === userId);
  } catch (error) {
    const reason = hostErrorOf(error);
    if (reason instanceof HostMoved && !isMoved) {
      return isAdministrator(bot, reason.toChatId, userId, true);
    }
    // The bot was removed from the group: no retry can help.
    if (reason instanceof HostRefused) {
      return false;
    }
    throw reason;
  }
}

/**
 * Returns whether a command changes a group's channel. In a group, a deep link with a channel's name works like
 * `/host`.
 */
function changesChannel({ command, argument }: CommandUpdate): boolean {
  return administratorCommands.includes(command) || (command === "start" && isHostLink(argument));
}

function isHostLink(argument: string): boolean {
  return argument !== "" && !argument.startsWith("join__");
}
