import { functionAlarmMeanings, stageAlarmMeanings } from "../../constructs/monitoring/alarm-meanings";
import {
  hostNotices,
  menu,
  replies,
  undeliverable,
  visitorNotices,
} from "../../lambda-src/chat/texts/english";
import { rejectionRows } from "./rejection-rows";
import { contentRows, refusalRows, replyRows } from "./reply-rows";
import { examples, type Reader, type Row, type Rows } from "./row";

const { ada, channel, eve, urls } = examples;

const hostRows: Rows<typeof hostNotices> = {
  erased: {
    when: "when everything is erased after `/drop`",
    text: hostNotices.erased(channel, { members: 12, messages: 340, files: 5 }),
  },
  joined: { when: "before a visitor's first message, silently", text: hostNotices.joined(ada) },
  left: { when: "a visitor has been offline for a minute", text: hostNotices.left(ada) },
  severalLeft: { when: "several visitors have left", text: hostNotices.severalLeft([ada, eve], 3) },
  away: { when: "a message for a visitor who is offline", text: hostNotices.away(ada) },
  didNotComeBack: { when: "a stored message is about to expire", text: hostNotices.didNotComeBack(ada) },
  messageUndeliverable: {
    when: "Telegram rejects a message for a visitor's private chat",
    text: hostNotices.messageUndeliverable(ada),
  },
  fileUndeliverable: {
    when: "neither a file nor its link could be delivered",
    text: hostNotices.fileUndeliverable(ada),
  },
  fileTooLarge: { when: "the host's file is above Telegram's limit", text: hostNotices.fileTooLarge(ada) },
  fileGone: { when: "Telegram does not return the host's file", text: hostNotices.fileGone(ada) },
};

const visitorRows: Rows<typeof visitorNotices> = {
  messageUndeliverable: {
    when: "the channel has no host, Telegram rejects the message, or it is about to expire",
    text: visitorNotices.messageUndeliverable,
  },
  fileTooLarge: {
    when: "a file that was sent in Telegram is above its limit",
    text: visitorNotices.fileTooLarge,
  },
  fileGone: { when: "Telegram does not return a file that was sent there", text: visitorNotices.fileGone },
};

const undeliverableRows: Rows<typeof undeliverable> = {
  noHost: { when: "to the host: the channel was dropped", text: undeliverable.noHost },
  expired: { when: "to the host: the retention is about to end", text: undeliverable.expired },
  fileExhausted: { when: "to the host: a file was tried six times", text: undeliverable.fileExhausted },
  visitorExpired: {
    when: "to the visitor: the retention is about to end",
    text: undeliverable.visitorExpired,
  },
  visitorExhausted: {
    when: "to the visitor: a file was tried six times",
    text: undeliverable.visitorExhausted,
  },
  visitorUnreachable: {
    when: "to a visitor in Telegram: the chat rejects the message",
    text: undeliverable.visitorUnreachable("sendMessage: 403 Forbidden: bot was blocked by the user"),
  },
  fileNotProvided: {
    when: "to the visitor: the host's file cannot be downloaded",
    text: undeliverable.fileNotProvided("getFile: 400 Bad Request: file is too big"),
  },
};

/** Returns the content of docs/texts.md, which lists every text of the chat by reader and by situation. */
export function describeTexts(): string {
  const answers = Object.values(replyRows);
  const reasons = Object.values(rejectionRows);
  const isFor = (reader: Reader) => (row: Row) => row.readers?.includes(reader);
  const forPrivateChat = [
    { when: "`/start` or `/help` in a private chat", text: replies.help(true) },
    { when: "`/join` without a name", text: replies.badName("join", "") },
    { when: "`/join` with something that is not a channel's name", text: replies.badName("join", "shop") },
    ...answers.filter(isFor("visitor")),
  ];
  const forHost = [
    { when: "`/start` or `/help` in a group", text: replies.help(false) },
    { when: "`/host` without a name", text: replies.badName("host", "") },
    { when: "`/host` with something that is not a channel's name", text: replies.badName("host", "shop") },
    { when: "`/host` in a group", text: replies.hosted(channel, urls, false) },
    { when: "`/host` in a private chat", text: replies.hosted(channel, urls, true) },
    ...answers.filter(isFor("host")),
  ];
  const commands = Object.entries(menu).map(([command, text]) => ({ when: `\`/${command}\``, text }));
  return [
    "# Texts",
    "",
    "Every text that a person reads in the chat, for proofreading. `npx kite describe-texts` writes this page from",
    "`lambda-src/chat/texts/english.ts` and `constructs/monitoring/alarm-meanings.ts`; a test compares them.",
    "`Ada`, `acme-support` and the numbers are examples.",
    "",
    ...section(
      "Visitors on the website: reasons of `ERR` frames",
      reasons.filter((row) => !row.readers),
    ),
    ...section("Visitors: notices about a message that was acknowledged", Object.values(visitorRows)),
    ...section("Visitors in a private chat with the bot", forPrivateChat),
    ...section("Hosts: answers of the bot", forHost),
    ...section(
      "Hosts and visitors in Telegram: content that cannot be passed on",
      Object.values(refusalRows),
    ),
    ...section("Content of Telegram that is passed on as a text", Object.values(contentRows)),
    ...section("Hosts: notices", Object.values(hostRows)),
    ...section("Hosts and visitors: the bot's menu of commands", commands),
    ...section("Operators: alarms", alarmRows()),
    ...section("Operators: reasons of undeliverable messages", Object.values(undeliverableRows)),
    ...section("Developers of clients: frames and handshakes", reasons.filter(isFor("developer"))),
  ].join("\n");
}

function alarmRows(): readonly Row[] {
  const ofFunctions = Object.entries(functionAlarmMeanings).map(([kind, meaning]) => ({
    when: `\`outbox-${kind}\`, and the same for other functions`,
    text: meaning("outbox"),
  }));
  const ofStage = Object.entries(stageAlarmMeanings).map(([what, text]) => ({ when: `\`${what}\``, text }));
  return [...ofFunctions, ...ofStage];
}

function section(title: string, rows: readonly Row[]): readonly string[] {
  const lines = rows.map(({ when, text }) => `| ${when} | ${cell(text)} |`);
  return [`## ${title}`, "", "| when | text |", "|---|---|", ...lines, ""];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", "<br>");
}
