import { scriptTag } from "@kite-chat/protocol";
import { drop } from "../chat/channels/erasure";
import { host, type JoinOutcome, join, leave } from "../chat/channels/telegram-chats";
import type { ChatPorts } from "../chat/ports";
import { replies } from "../chat/texts/english";
import type { CommandUpdate } from "./update";

/** The addresses of a stage. */
export interface StageUrls {
  /** `wss://…/<stage>`, without `?c=`. */
  readonly webSocketUrl: string;
  /** `https://…/<stage>`. */
  readonly httpUrl: string;
}

/** The answer to a command; `undefined` for none. */
type Answer = string | undefined;

/** Runs a command and returns the answer. */
export async function runCommand(ports: ChatPorts, urls: StageUrls, update: CommandUpdate): Promise<Answer> {
  switch (update.command) {
    case "start":
      return start(ports, urls, update);
    case "help":
      return replies.help(update.chatIsPrivate);
    case "host":
      return hostHere(ports, urls, update, update.argument);
    case "drop":
      return dropHere(ports, update);
    case "join":
      return joinHere(ports, update, update.argument);
    case "leave":
      return leaveHere(ports, update);
    case "info":
      return info(ports, urls, update);
    default:
      // In a group, the command may be addressed to another bot.
      return update.chatIsPrivate || update.bot ? replies.unknownCommand : undefined;
  }
}

/** Runs `/start`, or a deep link: `/start host__<channel>`, `join__<channel>`, or a channel alone. */
async function start(ports: ChatPorts, urls: StageUrls, update: CommandUpdate): Promise<Answer> {
  if (update.argument === "") {
    return replies.help(update.chatIsPrivate);
  }
  const [action, channelName] = update.argument.split("__");
  if (channelName !== undefined) {
    if (action === "host") {
      return hostHere(ports, urls, update, channelName);
    }
    if (action === "join") {
      return joinHere(ports, update, channelName);
    }
  }
  return update.chatIsPrivate
    ? joinHere(ports, update, update.argument)
    : hostHere(ports, urls, update, update.argument);
}

async function hostHere(
  ports: ChatPorts,
  urls: StageUrls,
  update: CommandUpdate,
  channelName: string,
): Promise<Answer> {
  const outcome = await host(ports, channelName, update.chatId);
  switch (outcome.kind) {
    case "is a member":
      return replies.memberCannotHost(outcome.channelName);
    case "hosted":
    case "hosted already":
      return replies.hosted(channelName, widgetUrls(urls, channelName), update.chatIsPrivate);
    case "bad name":
      return replies.badName("host", channelName);
    case "being erased":
      return replies.beingErased(channelName);
    case "name taken":
      return replies.nameTaken(channelName);
    case "hosts another":
      return replies.hostsAnother(outcome.channelName);
  }
}

async function dropHere(ports: ChatPorts, update: CommandUpdate): Promise<Answer> {
  const channel = await ports.channels.findByHostChat(update.chatId);
  if (!channel) {
    return replies.hostsNothing;
  }
  await drop(ports, channel);
  return replies.dropped(channel.channelName);
}

async function joinHere(ports: ChatPorts, update: CommandUpdate, channelName: string): Promise<Answer> {
  if (!update.chatIsPrivate) {
    return replies.joinInPrivate;
  }
  const answers: Readonly<Record<JoinOutcome, Answer>> = {
    joined: replies.joined(channelName),
    "bad name": replies.badName("join", channelName),
    "unknown channel": replies.unknownChannel(channelName),
    "joined elsewhere": replies.joinedElsewhere,
    hosts: replies.hostCannotJoin,
  };
  return answers[await join(ports, channelName, update.chatId, update.senderName)];
}

async function leaveHere(ports: ChatPorts, update: CommandUpdate): Promise<Answer> {
  const channelName = await leave(ports, update.chatId);
  return channelName === undefined ? replies.notJoined : replies.left(channelName);
}

async function info(ports: ChatPorts, urls: StageUrls, update: CommandUpdate): Promise<Answer> {
  const channel = await ports.channels.findByHostChat(update.chatId);
  if (channel) {
    const conversations = await ports.members.countPresent(channel.channelName);
    return replies.hostInfo(channel.channelName, conversations, widgetUrls(urls, channel.channelName));
  }
  const membership = await ports.members.findByTelegramChat(update.chatId);
  if (membership) {
    return replies.memberInfo(membership.channelName);
  }
  return update.chatIsPrivate ? replies.notJoined : replies.hostsNothing;
}

/** Returns the script tag, the page and the WebSocket URL of a channel. */
function widgetUrls({ webSocketUrl, httpUrl }: StageUrls, channelName: string) {
  return {
    tag: scriptTag({ httpUrl }, channelName),
    page: `${httpUrl}/chat/${channelName}`,
    webSocket: `${webSocketUrl}?c=${channelName}`,
  };
}
