import { contentTexts, refusals, rejections, replies } from "../../lambda-src/chat/texts/english";
import { examples, type Rows } from "./row";

const { ada, channel, urls } = examples;

/** Describes the bot's answers, except those that depend on the kind of chat, which describe-texts.ts adds. */
export const replyRows: Rows<Omit<typeof replies, "help" | "badName" | "hosted">> = {
  hostsAnother: {
    readers: ["host"],
    when: "`/host` in a chat that hosts another channel",
    text: replies.hostsAnother(channel),
  },
  nameTaken: {
    readers: ["host"],
    when: "`/host` with the name of another chat's channel",
    text: replies.nameTaken(channel),
  },
  beingErased: {
    readers: ["host"],
    when: "`/host` with the name of a channel that is being erased after `/drop`",
    text: replies.beingErased(channel),
  },
  memberCannotHost: {
    readers: ["visitor", "host"],
    when: "`/host` in a private chat that has joined a channel",
    text: replies.memberCannotHost(channel),
  },
  dropped: { readers: ["host"], when: "`/drop`", text: replies.dropped(channel) },
  administratorsOnly: {
    readers: ["host"],
    when: "`/host` or `/drop` in a group, sent by a member who is not an administrator",
    text: replies.administratorsOnly("drop"),
  },
  hostsNothing: {
    readers: ["host"],
    when: "`/drop`, or `/info` in a group, where no channel is hosted",
    text: replies.hostsNothing,
  },
  hostInfo: {
    readers: ["host"],
    when: "`/info` in a chat that hosts a channel",
    text: replies.hostInfo(channel, 3, urls),
  },
  joined: { readers: ["visitor"], when: "`/join`", text: replies.joined(channel) },
  joinInPrivate: { readers: ["host"], when: "`/join` in a group", text: replies.joinInPrivate },
  unknownChannel: {
    readers: ["visitor"],
    when: "`/join` with the name of a channel that does not exist",
    text: replies.unknownChannel(channel),
  },
  joinedElsewhere: {
    readers: ["visitor"],
    when: "`/join` in a chat that has joined another channel",
    text: replies.joinedElsewhere,
  },
  hostCannotJoin: {
    readers: ["host"],
    when: "`/join` in a private chat that hosts a channel",
    text: replies.hostCannotJoin,
  },
  left: { readers: ["visitor"], when: "`/leave`", text: replies.left(channel) },
  notJoined: {
    readers: ["visitor"],
    when: "`/leave`, `/info` or a message in a private chat that has not joined a channel",
    text: replies.notJoined,
  },
  memberInfo: {
    readers: ["visitor"],
    when: "`/info` in a chat that has joined a channel",
    text: replies.memberInfo(channel),
  },
  unknownCommand: {
    readers: ["visitor", "host"],
    when: "another command, in a private chat or addressed to the bot",
    text: replies.unknownCommand,
  },
  unknownContent: {
    readers: ["visitor", "host"],
    when: "a message of a kind that Kite does not know",
    text: replies.unknownContent,
  },
  largeFile: {
    readers: ["visitor", "host"],
    when: "a file above Telegram's limit for bots",
    text: replies.largeFile("video_note", 25 * 1024 ** 2),
  },
  failed: {
    readers: ["visitor", "host"],
    when: "a message that fails in every attempt, because of a fault of Kite",
    text: replies.failed,
  },
  noVisitor: {
    readers: ["host"],
    when: "a message without a reply, before any visitor has written",
    text: replies.noVisitor,
  },
  unknownTag: {
    readers: ["host"],
    when: "a reply to a visitor who was erased or has expired",
    text: replies.unknownTag,
  },
  unroutableReply: {
    readers: ["host"],
    when: "a reply to a message that belongs to no visitor",
    text: replies.unroutableReply,
  },
  channelGone: {
    readers: ["visitor"],
    when: "a message after the channel was dropped",
    text: replies.channelGone(channel),
  },
  rejected: {
    readers: ["visitor"],
    when: "a message that is rejected for one of the reasons in the table above",
    text: replies.rejected(rejections.tooFast(5000)),
  },
  guessed: {
    readers: ["host"],
    when: "a message without a reply, when several visitors were active in the last five minutes",
    text: replies.guessed(ada),
  },
};

/** Describes the answers to content that cannot be passed on. */
export const refusalRows: Rows<typeof refusals> = {
  checklist: { when: "a checklist", text: refusals.checklist },
  richMessage: { when: "a rich message", text: refusals.richMessage },
  paidMedia: { when: "a photo or video with a price", text: refusals.paidMedia },
  story: { when: "a forwarded story", text: refusals.story },
  game: { when: "a game", text: refusals.game },
  invoice: { when: "an invoice", text: refusals.invoice },
  giveaway: { when: "a giveaway, or its winners", text: refusals.giveaway },
};

const mapUrl = "https://www.google.com/maps/search/?api=1&query=50.45,30.52";

/** Describes the texts that replace other content. */
export const contentRows: Rows<typeof contentTexts> = {
  location: { when: "a location", text: contentTexts.location(mapUrl) },
  liveLocation: { when: "a live location", text: contentTexts.liveLocation(mapUrl) },
  venue: { when: "a venue", text: contentTexts.venue("Acme", "1 Main Street", mapUrl) },
  contact: { when: "a contact", text: contentTexts.contact("Ada Lovelace", "+380441234567") },
  poll: { when: "a poll", text: contentTexts.poll("Which color?", ["Red", "Blue"]) },
  edited: {
    when: "an edit, for a visitor in Telegram and a client that does not know edits",
    text: contentTexts.edited("We close at 7."),
  },
  dice: { when: "a die or another random animation", text: contentTexts.dice("🎲", 3) },
};
