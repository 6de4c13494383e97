import type { BotCommand } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import { type Parameters, toRecord } from "../parameters";
import type { Telegram } from "../telegram";
import type { Method } from "./method";

const mostCommands = 100;
const longestDescription = 256;

/** The command menus, one per scope and language: https://core.telegram.org/bots/api#determining-list-of-commands */
const menus = new WeakMap<Telegram, Map<string, readonly BotCommand[]>>();

/** https://core.telegram.org/bots/api#setmycommands */
export const setMyCommands: Method = (telegram, parameters) => {
  const commands = parameters.json("commands");
  if (!Array.isArray(commands)) {
    throw badRequest("can't parse commands list: expected an Array of BotCommand");
  }
  if (commands.length > mostCommands) {
    throw badRequest("too many bot commands specified");
  }
  menusOf(telegram).set(scopeOf(parameters), commands.map(checkCommand));
  return true;
};

/** https://core.telegram.org/bots/api#getmycommands */
export const getMyCommands: Method = (telegram, parameters) =>
  menusOf(telegram).get(scopeOf(parameters)) ?? [];

/** https://core.telegram.org/bots/api#deletemycommands */
export const deleteMyCommands: Method = (telegram, parameters) => {
  menusOf(telegram).delete(scopeOf(parameters));
  return true;
};

function menusOf(telegram: Telegram): Map<string, readonly BotCommand[]> {
  const known = menus.get(telegram) ?? new Map<string, readonly BotCommand[]>();
  menus.set(telegram, known);
  return known;
}

function scopeOf(parameters: Parameters): string {
  const scope = toRecord(parameters.json("scope")) ?? { type: "default" };
  return JSON.stringify([scope.type, scope.chat_id, scope.user_id, parameters.text("language_code") ?? ""]);
}

function checkCommand(value: unknown): BotCommand {
  const item = toRecord(value);
  const command = typeof item?.command === "string" ? item.command.replace(/^\//, "") : "";
  const description = typeof item?.description === "string" ? item.description.trim() : "";
  if (!/^[a-z0-9_]{1,32}$/.test(command)) {
    throw badRequest("BOT_COMMAND_INVALID");
  }
  if (description === "" || description.length > longestDescription) {
    throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
  return { command, description };
}
