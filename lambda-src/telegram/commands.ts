import { drop } from "../chat/channels/dropping";
import { host, type JoinOutcome, join, leave } from "../chat/channels/telegram-chats";
import type { ChatPorts } from "../chat/ports";
import { replies } from "./replies";
import type { CommandUpdate } from "./update";

/** Where the stage is reached. */
export interface StageUrls {
  /** `wss://…/<stage>`, without `?c=`. */
  readonly webSocketUrl: string;
  /** `https://…/<stage>`. */
  readonly httpUrl: string;
}

/** A command's answer; `undefined`: none. */
type Answer = string | undefined;

/** Does what a command asks for and says so. */
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
      // In a group the command may be meant for another bot.
      return update.chatIsPrivate || update.bot ? replies.unknownCommand : undefined;
  }
}

/** `/start`, or a deep link: `/start host__<channel>`, `join__<channel>`, or a channel alone. */
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
    case "name taken":
      return replies.nameTaken(channelName);
    case "hosts another":
      return replies.chatTaken(outcome.channelName);
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
    hosts: replies.hostsHere,
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
    const talks = await ports.members.countInChannel(channel.channelName);
    return replies.infoHost(channel.channelName, talks, `${urls.webSocketUrl}?c=${channel.channelName}`);
  }
  const membership = await ports.members.findByTelegramChat(update.chatId);
  if (membership) {
    return replies.infoMember(membership.channelName);
  }
  return update.chatIsPrivate ? replies.notJoined : replies.hostsNothing;
}

/** What a shop's pages need of a channel. A channel's name needs no escape in an address or an attribute. */
function widgetUrls({ webSocketUrl, httpUrl }: StageUrls, channelName: string) {
  return {
    tag: `<script async src="${httpUrl}/widget.js?c=${channelName}"></script>`,
    page: `${httpUrl}/chat/${channelName}`,
    webSocket: `${webSocketUrl}?c=${channelName}`,
  };
}
