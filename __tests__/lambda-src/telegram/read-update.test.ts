import fc from "fast-check";
import { readUpdate as read } from "../../../lambda-src/telegram/read-update";

const chat = { id: -1001234567890, type: "supergroup", title: "Support" };

function update(fields: object) {
  return { update_id: 9, message: { message_id: 7, date: 1_769_860_800, chat, from: { id: 1 }, ...fields } };
}

function command(text: string, length: number) {
  return update({ text, entities: [{ type: "bot_command", offset: 0, length }] });
}

const bot = { id: 42, is_bot: true };
const otherBot = { id: 43, is_bot: true };
const readUpdate = (body: unknown) => read(body, bot.id);
/** An administrator who writes as the group itself: https://core.telegram.org/bots/api#message */
const anonymous = { sender_chat: chat, from: { id: 1_087_968_824, is_bot: true, first_name: "Group" } };
const person = { id: 17, is_bot: false };
const tag = { kind: "tag", tag: "k7m2" };
const other = { kind: "other" };
const own = { kind: "message", chatMessageId: 5 };

describe("readUpdate", () => {
  it("reads a text with its chat, message id and time", () => {
    expect(readUpdate(update({ text: "Hello" }))).toEqual({
      kind: "text",
      updateId: 9,
      chatId: "-1001234567890",
      chatIsPrivate: false,
      messageId: 7,
      senderName: "",
      text: "Hello",
      repliesTo: undefined,
      sentAt: "2026-01-31T12:00:00.000Z",
    });
  });

  it.each([
    ["a text of the bot", { from: bot, text: "#k7m2 Ada\nHello" }, tag],
    ["a caption of the bot", { from: bot, caption: "#k7m2 Ada" }, tag],
    ["a text without a sender", { text: "#k7m2 Ada\nHello" }, tag],
    ["a text with another tag further on", { from: bot, text: "#k7m2 Ada\nsee #other" }, tag],
    ["a notice about several visitors", { from: bot, text: "Left: #k7m2 Ada, #p3q4 Eve" }, other],
    ["a text of the bot with digits for a tag", { from: bot, text: "#42" }, other],
    ["a photo of the bot without a caption", { from: bot }, other],
    ["a person's text", { from: person, text: "Yes, come by" }, own],
    ["a person's text that starts with a tag", { from: person, text: "#k7m2 Ada" }, own],
    ["a person's photo", { from: person }, own],
    ["an anonymous administrator's text", { ...anonymous, text: "Yes, come by" }, own],
    ["an anonymous administrator's text that starts with a tag", { ...anonymous, text: "#k7m2 wrote" }, own],
    ["another bot's text that starts with a tag", { from: otherBot, text: "#k7m2 is open" }, own],
  ])("reads a reply to %s: %j → %j", (_case, replied, expected) => {
    const reply_to_message = { message_id: 5, ...replied };

    expect(readUpdate(update({ text: "Yes", reply_to_message }))).toMatchObject({ repliesTo: expected });
  });

  it("treats every bot as this bot if the id of this bot is unknown", () => {
    const reply_to_message = { message_id: 5, from: otherBot, text: "#k7m2 Ada" };

    expect(read(update({ text: "Yes", reply_to_message }), undefined)).toMatchObject({ repliesTo: tag });
  });

  it.each([
    ["/info", 5, { command: "info", bot: undefined, argument: "" }],
    ["/host kite-demo", 5, { command: "host", bot: undefined, argument: "kite-demo" }],
    ["/HOST@KiteBot  kite-demo ", 13, { command: "host", bot: "KiteBot", argument: "kite-demo" }],
  ])("reads the command %j", (text, length, expected) => {
    expect(readUpdate(command(text, length))).toMatchObject({ kind: "command", ...expected });
  });

  it("reads a text that only resembles a command as a plain text", () => {
    expect(readUpdate(update({ text: "/etc/passwd is a file" }))).toMatchObject({ kind: "text" });
  });

  it.each([
    ["no object", "x"],
    ["no number", { message: {} }],
    ["another kind of update", { update_id: 1, poll: {} }],
    ["a message without text", update({ sticker: {} })],
  ])("ignores %s", (_case, body) => {
    expect(readUpdate(body)).toMatchObject({ kind: "ignored" });
  });

  it("never throws, whatever the update contains", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => "kind" in readUpdate(value)));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        (fields) => "kind" in readUpdate(update(fields)),
      ),
    );
  });
});
