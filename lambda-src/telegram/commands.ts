import { drop } from "../chat/channels/dropping";
import { host } from "../chat/channels/hosting";
import { leaveSeat, takeSeat } from "../chat/channels/seats";
import type { ChatPorts } from "../chat/ports";
import { replies } from "./replies";
import type { CommandUpdate } from "./update";

/** A command's answer; `undefined`: none. */
type Answer = string | undefined;

/**
 * Does what a command asks for and says so.
 * @param webSocketUrl the stage's, without `?c=`
 */
export async function runCommand(
  ports: ChatPorts,
  webSocketUrl: string,
  update: CommandUpdate,
): Promise<Answer> {
  switch (update.command) {
    case "start":
      return start(ports, webSocketUrl, update);
    case "help":
      return replies.help(update.chatIsPrivate);
    case "host":
      return hostHere(ports, webSocketUrl, update, update.argument);
    case "drop":
      return dropHere(ports, update);
    case "join":
      return join(ports, update, update.argument);
    case "leave":
      return leave(ports, update);
    case "info":
      return info(ports, webSocketUrl, update);
    default:
      // In a group the command may be meant for another bot.
      return update.chatIsPrivate || update.bot ? replies.unknownCommand : undefined;
  }
}

/** `/start`, or a deep link: `/start host__<channel>`, `join__<channel>`, or a channel alone. */
async function start(ports: ChatPorts, webSocketUrl: string, update: CommandUpdate): Promise<Answer> {
  if (update.argument === "") return replies.help(update.chatIsPrivate);
  const [action, channelName] = update.argument.split("__");
  if (channelName !== undefined) {
    if (action === "host") return hostHere(ports, webSocketUrl, update, channelName);
    if (action === "join") return join(ports, update, channelName);
  }
  return update.chatIsPrivate
    ? join(ports, update, update.argument)
    : hostHere(ports, webSocketUrl, update, update.argument);
}

async function hostHere(
  ports: ChatPorts,
  webSocketUrl: string,
  update: CommandUpdate,
  channelName: string,
): Promise<Answer> {
  const seated = await ports.members.findSeated(update.chatId);
  if (seated) return replies.seatedHost(seated.channelName);
  switch (await host(ports, channelName, update.chatId)) {
    case "hosted":
    case "hosted already":
      return replies.hosted(channelName, `${webSocketUrl}?c=${channelName}`, update.chatIsPrivate);
    case "bad name":
      return replies.badName("host", channelName);
    case "name taken":
      return replies.nameTaken(channelName);
    case "chat taken": {
      const own = await ports.channels.findByHostChat(update.chatId);
      return replies.chatTaken(own?.channelName ?? "another");
    }
  }
}

async function dropHere(ports: ChatPorts, update: CommandUpdate): Promise<Answer> {
  const channel = await ports.channels.findByHostChat(update.chatId);
  if (!channel) return replies.hostsNothing;
  await drop(ports, channel);
  return replies.dropped(channel.channelName);
}

async function join(ports: ChatPorts, update: CommandUpdate, channelName: string): Promise<Answer> {
  if (!update.chatIsPrivate) return replies.joinInPrivate;
  switch (await takeSeat(ports, channelName, update.chatId, update.senderName)) {
    case "joined":
      return replies.joined(channelName);
    case "bad name":
      return replies.badName("join", channelName);
    case "unknown channel":
      return replies.unknownChannel(channelName);
    case "sits elsewhere":
      return replies.sitsElsewhere;
    case "hosts":
      return replies.hostsHere;
  }
}

async function leave(ports: ChatPorts, update: CommandUpdate): Promise<Answer> {
  const channelName = await leaveSeat(ports, update.chatId);
  return channelName === undefined ? replies.notJoined : replies.left(channelName);
}

async function info(ports: ChatPorts, webSocketUrl: string, update: CommandUpdate): Promise<Answer> {
  const channel = await ports.channels.findByHostChat(update.chatId);
  if (channel) {
    const talks = await ports.members.countInChannel(channel.channelName);
    return replies.infoHost(channel.channelName, talks, `${webSocketUrl}?c=${channel.channelName}`);
  }
  const seated = await ports.members.findSeated(update.chatId);
  if (seated) return replies.infoMember(seated.channelName);
  return update.chatIsPrivate ? replies.notJoined : replies.hostsNothing;
}
