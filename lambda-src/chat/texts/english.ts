import { channelNameRule } from "@kite-chat/protocol";
import type { ErasedCounts, Message } from "../model";

// The texts of the chat in English. Another language is another file with the same exports. `npx kite describe-texts`
// writes docs/texts.md, which lists all texts by reader and by occasion.

/** Represents a visitor as the host sees one. */
type Visitor = Pick<Message, "tag" | "memberName">;

/** Returns a visitor's tag and name. Telegram turns the tag into a link only with the `#`. */
function nameOf({ tag, memberName }: Visitor): string {
  return `#${tag} ${memberName}`;
}

/** Returns a wait in the largest unit that reads well, rounded up. */
function duration(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 120) {
    return count(seconds, "second");
  }
  return minutes < 120 ? count(minutes, "minute") : count(Math.ceil(minutes / 60), "hour");
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** A kind of file, by the name of its field in the Bot API: https://core.telegram.org/bots/api#message */
export type FileKind =
  | "photo"
  | "animation"
  | "video"
  | "video_note"
  | "voice"
  | "audio"
  | "sticker"
  | "document";

/** The start of a sentence about a file. */
const files: Readonly<Record<FileKind, string>> = {
  photo: "A photo",
  animation: "An animation",
  video: "A video",
  video_note: "A video note",
  voice: "A voice message",
  audio: "An audio file",
  sticker: "A sticker",
  document: "A file",
};

/** Returns a size in whole megabytes, rounded up, so that a size above a limit is never shown as the limit. */
function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2)} MB`;
}

/** Represents the addresses of a channel. */
interface ChannelUrls {
  /** The line of HTML that shows the widget. */
  readonly tag: string;
  /** URL of the page that contains only the chat. */
  readonly page: string;
  readonly webSocket: string;
}

/** The menu of commands that Telegram shows beside the text field. */
export const menu = {
  host: "answer the visitors of a new channel in this chat",
  join: "write to the host of a channel",
  leave: "leave the channel and erase your messages",
  drop: "end this chat's channel and erase its conversations",
  info: "show this chat's channel",
  help: "show how to use me",
} as const;

const hostHelp = `/host <channel> – ${menu.host}
/info – show the channel and how many conversations are open
/drop – ${menu.drop}
/help – show this text

Each visitor's message starts with a #tag. Reply to a visitor's message to answer that visitor. If you write without a reply, your message goes to the last active visitor.`;

const privateHelp = `/join <channel> – ${menu.join}
/leave – ${menu.leave}
/host <channel> – ${menu.host}
/info – ${menu.info}
/help – show this text`;

/** Content that is passed on as a text. */
export const contentTexts = {
  location: (mapUrl: string) => `Location: ${mapUrl}`,
  liveLocation: (mapUrl: string) => `Live location, as it was at first: ${mapUrl}`,
  venue: (title: string, address: string, mapUrl: string) => `${title}, ${address}: ${mapUrl}`,
  contact: (name: string, phoneNumber: string) => `Contact: ${name}, ${phoneNumber}`,
  poll: (question: string, options: readonly string[]) =>
    [`Poll: ${question}`, ...options.map((option) => `– ${option}`)].join("\n"),
  dice: (emoji: string, value: number) => `${emoji} ${value}`,
  edited: (text: string) => (text === "" ? "✎ The text below the file was removed." : `✎ ${text}`),
} as const;

/** Answers of the bot to content that it cannot pass on. */
export const refusals = {
  checklist: "A checklist cannot be passed on, because it works only in Telegram. Send its tasks as text.",
  richMessage:
    "A formatted message of this kind cannot be passed on, because the chat shows plain text. Send it as text.",
  paidMedia:
    "Paid media cannot be passed on, because it is paid for in Telegram. Send the photo or video without a price.",
  story:
    "A story cannot be passed on, because Telegram does not show it to bots. Send its photo or video instead.",
  game: "A game cannot be passed on, because it works only in Telegram.",
  invoice:
    "An invoice cannot be passed on, because it is paid in Telegram. Send a link to the payment instead.",
  giveaway: "A giveaway cannot be passed on, because it works only in Telegram.",
} as const;

/** A kind of content that cannot be passed on. */
export type RefusedKind = keyof typeof refusals;

/** Answers of the bot to commands and messages in Telegram. */
export const replies = {
  help: (chatIsPrivate: boolean) =>
    `I connect the visitors of a website with the people who answer them in Telegram.\n\n${chatIsPrivate ? privateHelp : hostHelp}`,
  unknownCommand: "I do not know that command. Send /help to see what I can do.",
  hosted: (channelName: string, urls: ChannelUrls, chatIsPrivate: boolean) =>
    `This chat hosts the channel ${channelName} now.\n\nTo show the chat on your website, paste this line into its pages:\n${urls.tag}\n\nLink to the chat alone: ${urls.page}\nAddress for other clients: ${urls.webSocket}${
      chatIsPrivate
        ? ""
        : "\n\nOne more step: make me an administrator of this group, or switch privacy mode off with @BotFather (/setprivacy) and add me to the group again. Otherwise Telegram shows me only commands and replies."
    }`,
  badName: (command: string, received: string) =>
    received === ""
      ? `Which channel? Send /${command} followed by the channel's name. A name consists of ${channelNameRule}.`
      : `That is not a channel's name. A name consists of ${channelNameRule}. Check it and send /${command} again.`,
  nameTaken: (channelName: string) =>
    `The name ${channelName} is taken. Send /host followed by another name.`,
  beingErased: (channelName: string) =>
    `I am still erasing the last conversations of ${channelName}. Send /host ${channelName} again in a minute.`,
  hostsAnother: (channelName: string) =>
    `This chat hosts the channel ${channelName} already, and a chat can host only one. Use another group, or send /drop to end ${channelName} and erase its conversations.`,
  memberCannotHost: (channelName: string) =>
    `You have joined ${channelName} as a visitor in this chat, so it cannot host a channel. Send /leave first.`,
  dropped: (channelName: string) =>
    `The channel ${channelName} has ended. I am erasing its visitors with their messages and files, and report here when that is done.`,
  administratorsOnly: (command: string) =>
    `Only an administrator of this group can send /${command}. Ask one of them to send it.`,
  hostsNothing: "This chat does not host a channel. To host one, send /host followed by a name for it.",
  joined: (channelName: string) => `You have joined ${channelName}. Its host receives what you write here.`,
  joinInPrivate:
    "You can join a channel only in a private chat. Open a private chat with me and send /join there.",
  unknownChannel: (channelName: string) =>
    `There is no channel ${channelName}. Check the name and send /join again.`,
  joinedElsewhere: "You have joined another channel in this chat. Send /leave first.",
  hostCannotJoin:
    "This chat hosts a channel, so it cannot join one. Join from another chat, or send /drop to end this chat's channel.",
  left: (channelName: string) =>
    `You have left ${channelName}, and I am erasing your messages and files. The host's chat keeps those that were delivered.`,
  notJoined: "You have not joined a channel yet. Send /join followed by the channel's name.",
  hostInfo: (channelName: string, conversations: number, urls: ChannelUrls) =>
    `This chat hosts the channel ${channelName}.\nOpen conversations: ${conversations}\n\nLine for your website:\n${urls.tag}\n\nLink to the chat alone: ${urls.page}\nAddress for other clients: ${urls.webSocket}`,
  memberInfo: (channelName: string) => `You have joined the channel ${channelName} as a visitor.`,
  unknownContent:
    "I cannot pass on this kind of message. Send text, a photo, a video, a voice message or a file instead.",
  largeFile: (kind: FileKind, bytes: number) =>
    `${files[kind]} of ${megabytes(bytes)} cannot be passed on, because Telegram lets me pass on files of up to 20 MB. Send a smaller one.`,
  failed:
    "Something went wrong on my side, so this message may not have arrived. Please write it differently.",
  noVisitor: "Not delivered: no visitor is active. Reply to a visitor's message to answer that visitor.",
  unknownTag: "Not delivered: this visitor is no longer known. The conversation has expired or was erased.",
  unroutableReply:
    "Not delivered: you replied to a message that is not from a visitor. Reply to a visitor's message to answer that visitor.",
  channelGone: (channelName: string) =>
    `Not delivered: the channel ${channelName} has ended. Send /leave to leave it.`,
  rejected: (reason: string) => `Not delivered. ${reason}`,
  guessed: (visitor: Visitor) =>
    `${nameOf(visitor)} received this. To answer another visitor, reply to their message.`,
} as const;

/**
 * Notices for the host. A notice about a single visitor starts with the tag, so that a reply to the notice reaches the
 * visitor.
 */
export const hostNotices = {
  erased: (channelName: string, { members, messages, files }: ErasedCounts) =>
    `I have erased the channel ${channelName}. Visitors: ${members}, messages: ${messages}, files: ${files}. The posts in this chat stay until you delete them.`,
  joined: (visitor: Visitor) => `${nameOf(visitor)} joined`,
  left: (visitor: Visitor) => `${nameOf(visitor)} left`,
  /** @param others visitors who are not named */
  severalLeft: (visitors: readonly Visitor[], others: number) =>
    `Left: ${visitors.map(nameOf).join(", ")}${others > 0 ? ` and ${others} more` : ""}`,
  away: (visitor: Visitor) =>
    `${nameOf(visitor)} is away. Your message is stored and will be delivered when they come back.`,
  didNotComeBack: (visitor: Visitor) =>
    `${nameOf(visitor)} did not come back in time. Your message was not delivered.`,
  messageUndeliverable: (visitor: Visitor) =>
    `${nameOf(visitor)} cannot be reached. Your message was not delivered.`,
  fileUndeliverable: (visitor: Visitor) =>
    `${nameOf(visitor)} cannot be reached. Your file was not delivered.`,
  fileTooLarge: (visitor: Visitor) =>
    `${nameOf(visitor)} did not receive your file. Telegram lets me pass on files of up to 20 MB. Send a smaller one.`,
  fileGone: (visitor: Visitor) =>
    `${nameOf(visitor)} did not receive your file. Telegram no longer provides it. Send it again.`,
} as const;

/** Notices for a visitor about a message that was acknowledged before. */
export const visitorNotices = {
  messageUndeliverable: "The host cannot be reached. Your message was not delivered. Please try again later.",
  fileTooLarge:
    "Your file was not delivered. Telegram lets me pass on files of up to 20 MB. Please send a smaller one.",
  fileGone: "Your file was not delivered. Telegram no longer provides it. Please send it again.",
} as const;

/**
 * Reasons of `ERR` frames and of rejected connections. Texts that start with a field's name are for the developer of a
 * client. Visitors read the others.
 */
export const rejections = {
  notAnArray: (received: string) => `frame: expected a JSON array such as ["TYPE", …], received ${received}.`,
  unknownType: (types: readonly string[], received: string) =>
    `type: expected one of ${types.join(", ")}, received ${received}.`,
  missingField: (field: string, form: string) => `${field}: missing. Expected ${form}.`,
  tooManyElements: (surplus: number, form: string) =>
    `frame: ${count(surplus, "element")} too many. Expected ${form}.`,
  invalidField: (field: string, expected: string, received: string) =>
    `${field}: expected ${expected}, received ${received}.`,
  invalidChannel: `?c=: expected a channel's name, which consists of ${channelNameRule}.`,
  subprotocol: (expected: string) => `Sec-WebSocket-Protocol: expected ${expected}.`,
  notJoined: "You have not joined the chat yet. Join it before you send anything.",
  memberUnknown: "You are no longer part of this chat. Please join it again.",
  connectionUnknown: "This connection has ended. Please connect again.",
  wrongAddress: "The chat does not accept connections at this address. Use the chat's own domain.",
  originNotAllowed: "This website may not use the chat. The chat's owner can allow it.",
  fileNotOffered: "You can send only a file that you uploaded here, with the same name, type and size.",
  unknownChannel: "This chat does not exist or has ended.",
  otherChannel: "This connection was opened for another chat. Please open a new one.",
  otherMember: "This connection belongs to another visitor or chat. Please open a new one.",
  tokenMalformed: "token: expected id.expiry.signature, as the shop's server creates it.",
  tokenForged:
    "token: the signature does not match this channel. The shop's server must sign with the key that `kite identity-key` prints.",
  tokenExpired: "token: expired. Get a new one from the shop's server and join again.",
  tokenExpiresTooLate: (days: number) =>
    `token: expires too late. Expected seconds since 1970, at most ${days} days from now.`,
  fileNotUploaded: "Your file has not arrived yet. Upload it, then send it again.",
  textTooLong: (bytes: number, maxBytes: number) =>
    `Your message is too long: it has ${bytes} bytes, and ${maxBytes} are allowed. Please split it.`,
  fileTooLarge: (fileType: string, maxBytes: number) =>
    `Your file is too large. The limit for ${fileType} is ${maxBytes / 1024 ** 2} MB.`,
  tooFast: (waitMilliseconds: number) =>
    `You are sending too fast. Please try again in ${duration(waitMilliseconds)}.`,
  dayIsFull: (waitMilliseconds: number) =>
    `You have reached the limit for one day. Please try again in ${duration(waitMilliseconds)}.`,
  tooManyJoins: "Too many attempts to join on this connection. Please open a new one in 60 seconds.",
  internal: "Something went wrong on our side. Please try again.",
} as const;

/** Reasons why a message is undeliverable. An operator finds them in the queue and in the log. */
export const undeliverable = {
  noHost: "the channel no longer has a host",
  expired: "the message was pending for too long",
  fileExhausted: "neither the file nor its link could be delivered",
  visitorExpired: "the visitor did not come back before the message expired",
  visitorExhausted: "neither the file nor its link could be delivered to the visitor",
  visitorUnreachable: (reason: string) => `the visitor's private chat rejects the message: ${reason}`,
  fileNotProvided: (reason: string) => `Telegram does not provide the file: ${reason}`,
} as const;
