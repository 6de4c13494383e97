import type { BotApi } from "./bot-api";
import type { CommandUpdate } from "./update";

/** Commands that change a group's channel. */
const administratorCommands: readonly string[] = ["host", "drop"];

/**
 * Returns whether the sender of a command may run it in this chat. In a group, only administrators may change the
 * channel. The list of administrators is read for each command, because it can change at any time.
 * @throws BotApiError, HttpError if Telegram does not answer; Telegram then sends the update again
 */
export async function mayRun(bot: BotApi, update: CommandUpdate): Promise<boolean> {
  const { chatId, chatIsPrivate, sender } = update;
  if (chatIsPrivate || !changesChannel(update)) {
    return true;
  }
  if ("isGroup" in sender) {
    return sender.isGroup;
  }
  // The list contains all administrators who are not bots: https://core.telegram.org/bots/api#getchatadministrators
  const administrators = await bot.call((callMethod) =>
    callMethod("getChatAdministrators", { chat_id: chatId }),
  );
  return administrators.some(({ user }) => user.id === sender.userId);
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
