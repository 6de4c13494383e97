import { channelNameRule } from "../chat/names";

/** What the bot says, in one place. */
export const replies = {
  help: (chatIsPrivate: boolean) =>
    [
      "I connect the visitors of a website with a Telegram group.",
      "",
      "/host <channel> – this group becomes the host of a new channel",
      "/info – which channel is hosted here",
      "/help – this text",
      "",
      chatIsPrivate
        ? "Add me to a group and send /host there."
        : "Each visitor's text starts with a #tag. Reply to it to answer that visitor; a plain message goes to the visitor who wrote last.",
    ].join("\n"),
  hosted: (channelName: string, webSocketUrl: string) =>
    [
      `This chat hosts the channel ${channelName} now.`,
      "",
      `For the widget: ${webSocketUrl}`,
      "",
      "Make me an administrator of this group, or switch privacy mode off with @BotFather (/setprivacy): otherwise Telegram shows me only replies and commands.",
    ].join("\n"),
  badName: (got: string) =>
    got === ""
      ? `Which channel? Send /host <channel>; its name is ${channelNameRule}.`
      : `That name cannot be used: it must be ${channelNameRule}. Send /host <channel>.`,
  nameTaken: (channelName: string) => `The name ${channelName} is taken. Choose another: /host <channel>.`,
  chatTaken: (channelName: string) => `This chat hosts the channel ${channelName} already; it can host one.`,
  hostInGroup: "A channel is hosted by a group: add me to one and send /host <channel> there.",
  infoHost: (channelName: string, webSocketUrl: string) =>
    `This chat hosts the channel ${channelName}.\nFor the widget: ${webSocketUrl}`,
  infoNobody: "Nothing is hosted here. Send /host <channel> in a group to host one.",
  unknownCommand: "I do not know that command. /help shows what I know.",
  noVisitor:
    "Nobody was told: no visitor has written lately. Reply to a visitor's message to answer that visitor.",
  ambiguousTag: "Nobody was told: more than one visitor has this tag.",
  kept: "The visitor is away. Your message is kept and delivered when they come back.",
} as const;
