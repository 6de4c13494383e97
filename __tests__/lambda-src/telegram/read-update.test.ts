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
    ["a message of another bot", update({ text: "Hello", from: otherBot })],
    ["a message without a sender", update({ text: "Hello", from: undefined })],
    [
      "the post of a linked channel, which Telegram forwards",
      update({
        text: "News",
        from: { id: 777_000, is_bot: false },
        sender_chat: { id: -100, type: "channel" },
        is_automatic_forward: true,
      }),
    ],
  ])("ignores %s", (_case, body) => {
    expect(readUpdate(body)).toMatchObject({ kind: "ignored" });
  });

  it.each([
    ["an anonymous administrator", anonymous],
    [
      "a person who writes as a channel",
      { sender_chat: { id: -100, type: "channel" }, from: { id: 136_817_688, is_bot: true } },
    ],
    ["a person who used an inline bot", { via_bot: otherBot, from: person }],
  ])("reads a text of %s", (_case, sender) => {
    expect(readUpdate(update({ text: "Hello", ...sender }))).toMatchObject({ kind: "text", text: "Hello" });
  });

  it.each([
    ["checklist", { checklist: { title: "Tasks", tasks: [] } }, { kind: "checklist" }],
    ["paid media with a caption", { paid_media: { star_count: 1 }, caption: "A" }, { kind: "paidMedia" }],
    [
      "a video note of 25 MB",
      { video_note: { file_id: "x", file_size: 25 * 1024 ** 2 } },
      { kind: "large file", fileKind: "video_note", fileSize: 25 * 1024 ** 2 },
    ],
  ])("reads content that cannot be passed on as refused: %s", (_case, content, refused) => {
    const { caption } = content as { caption?: string };

    expect(readUpdate(update(content))).toMatchObject({ kind: "refused content", refused, caption });
  });

  it("reads a live photo as a photo in the largest size, and an animation as an animation and not as a document", () => {
    const photo = [
      { file_id: "small", width: 90, height: 60 },
      { file_id: "large", width: 900, height: 600 },
    ];
    const live_photo = { file_id: "video", width: 900, height: 600, duration: 2 };

    expect(readUpdate(update({ photo, live_photo }))).toMatchObject({
      kind: "file",
      file: { kind: "photo", fileId: "large", fileName: "photo.jpg" },
    });
    const file = { file_id: "gif" };
    expect(readUpdate(update({ animation: file, document: file }))).toMatchObject({
      file: { kind: "animation" },
    });
  });

  it("accepts a file of exactly 20 MiB, and a file of unknown size", () => {
    const document = { file_id: "x", file_size: 20 * 1024 ** 2 };

    expect(readUpdate(update({ document }))).toMatchObject({ kind: "file" });
    expect(readUpdate(update({ document: { file_id: "x" } }))).toMatchObject({ kind: "file" });
  });

  const { location } = { location: { latitude: 50.45, longitude: 30.52 } };
  const map = "https://www.google.com/maps/search/?api=1&query=50.45,30.52";
  it.each([
    ["a location", { location }, `Location: ${map}`],
    [
      "a live location",
      { location: { ...location, live_period: 900 } },
      `Live location, as it was at first: ${map}`,
    ],
    [
      "a venue, which also has a location",
      { venue: { location, title: "Acme", address: "1 Main Street" }, location },
      `Acme, 1 Main Street: ${map}`,
    ],
    [
      "a contact",
      { contact: { phone_number: "+1", first_name: "Ada", last_name: "Lovelace" } },
      "Contact: Ada Lovelace, +1",
    ],
    [
      "a poll",
      { poll: { question: "Which?", options: [{ text: "Red" }, { text: "Blue" }] } },
      "Poll: Which?\n– Red\n– Blue",
    ],
    ["a die", { dice: { emoji: "🎲", value: 3 } }, "🎲 3"],
  ])("reads %s as a text", (_case, content, text) => {
    expect(readUpdate(update(content))).toMatchObject({ kind: "text", text });
  });

  it("never throws, for any update", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => "kind" in readUpdate(value)));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        (fields) => "kind" in readUpdate(update(fields)),
      ),
    );
  });
});
