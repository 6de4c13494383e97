import { channelNameRule } from "@kite-chat/protocol";
import type { Message } from "../chat/model";

const hostHelp = `/host <channel> – make this chat the host of a new channel
/info – which channel, and how many talks
/drop – end the channel, with all that belongs to it
/help – this text

Each visitor's message starts with a #tag. Reply to it to answer that visitor; a plain message goes to the visitor who wrote last.`;

const memberHelp = `/join <channel> – talk to the host of a channel from here
/leave – leave it
/host <channel> – make this chat the host of a new channel
/info – where I am
/help – this text`;

/** Ways to a channel. */
interface WidgetUrls {
  /** The line of HTML that shows the widget. */
  readonly tag: string;
  /** The page with the chat alone. */
  readonly page: string;
  readonly webSocket: string;
}

/** What the bot says, in one place. */
export const replies = {
  help: (chatIsPrivate: boolean) =>
    `I connect the visitors of a website with their host in Telegram.\n\n${chatIsPrivate ? memberHelp : hostHelp}`,
  hosted: (channelName: string, urls: WidgetUrls, chatIsPrivate: boolean) =>
    `This chat hosts the channel ${channelName} now.\n\nPaste this line into the pages of your site:\n${urls.tag}\n\nOr send visitors this link: ${urls.page}\n\nFor other clients: ${urls.webSocket}${
      chatIsPrivate
        ? ""
        : "\n\nMake me an administrator of this group, or switch privacy mode off with @BotFather (/setprivacy): otherwise Telegram shows me only replies and commands."
    }`,
  badName: (command: string, got: string) =>
    got === ""
      ? `Which channel? Send /${command} <channel>; its name is ${channelNameRule}.`
      : `That is no channel's name: it must be ${channelNameRule}. Send /${command} <channel>.`,
  nameTaken: (channelName: string) => `The name ${channelName} is taken. Choose another: /host <channel>.`,
  chatTaken: (channelName: string) => `This chat hosts the channel ${channelName} already; it can host one.`,
  memberCannotHost: (channelName: string) => `You are a visitor of ${channelName} here. Send /leave first.`,
  dropped: (channelName: string) =>
    `The channel ${channelName} is dropped. Its visitors and their messages are being erased.`,
  hostsNothing: "Nothing is hosted here. Send /host <channel> to host a channel.",
  joined: (channelName: string) =>
    `You are a visitor of ${channelName} now: what you write here reaches its host.`,
  joinInPrivate: "Send /join to me in a private chat.",
  unknownChannel: (channelName: string) => `There is no channel ${channelName}.`,
  joinedElsewhere: "You are a visitor of another channel here. Send /leave first.",
  hostsHere: "This chat hosts a channel. Send /drop first, or join from another chat.",
  left: (channelName: string) => `You have left ${channelName}; what you wrote is erased here.`,
  notJoined: "You are nobody's visitor here. Send /join <channel> to talk to its host.",
  infoHost: (channelName: string, talks: number, webSocketUrl: string) =>
    `This chat hosts the channel ${channelName}. Open talks: ${talks}.\nFor the widget: ${webSocketUrl}`,
  infoMember: (channelName: string) => `You are a visitor of ${channelName} here.`,
  unknownCommand: "I do not know that command. /help shows what I know.",
  noVisitor: "Not delivered: no visitor is active. Reply to a visitor's message to answer that visitor.",
  unknownTag: "Not delivered: this visitor is not known any more.",
  unroutableReply:
    "Not delivered: that message is not from a visitor. Reply to a visitor's message to answer that visitor.",
  guessed: ({ tag, memberName }: Pick<Message, "tag" | "memberName">) =>
    `#${tag} ${memberName} received this. To answer another visitor, reply to their message.`,
  unknownContent:
    "This kind of message cannot be passed on: send text, a photo, a video, a voice message or a file.",
  notTaken: (reason: string) => `Not passed on. ${reason}`,
} as const;
