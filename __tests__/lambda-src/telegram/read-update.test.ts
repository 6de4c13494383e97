import fc from "fast-check";
import { readUpdate } from "../../../lambda-src/telegram/read-update";

const botId = 4242;
const chat = { id: -1001234567890, type: "supergroup", title: "Support" };

function update(fields: object) {
  return { update_id: 9, message: { message_id: 7, date: 1_769_860_800, chat, from: { id: 1 }, ...fields } };
}

function command(text: string, length: number) {
  return update({ text, entities: [{ type: "bot_command", offset: 0, length }] });
}

describe("readUpdate", () => {
  it("reads a text with its chat, its number and its time", () => {
    expect(readUpdate(update({ text: "Hello" }), botId)).toEqual({
      kind: "text",
      updateId: 9,
      chatId: "-1001234567890",
      chatIsPrivate: false,
      messageId: 7,
      text: "Hello",
      repliesToTag: undefined,
      sentAt: "2026-01-31T12:00:00.000Z",
    });
  });

  it.each([
    ["a text of ours", { from: { id: botId }, text: "#k7m2 Ada\nHello" }, "k7m2"],
    ["a caption of ours", { from: { id: botId }, caption: "#k7m2 Ada" }, "k7m2"],
    ["a text of somebody else", { from: { id: 5 }, text: "#k7m2 Ada" }, undefined],
    ["a text with a tag further on", { from: { id: botId }, text: "Hello #k7m2" }, undefined],
    ["a photo without a caption", { from: { id: botId } }, undefined],
  ])("takes the tag of a reply to %s as %j → %j", (_case, reply_to_message, expected) => {
    expect(readUpdate(update({ text: "Yes", reply_to_message }), botId)).toMatchObject({
      repliesToTag: expected,
    });
  });

  it.each([
    ["/info", 5, { command: "info", bot: undefined, argument: "" }],
    ["/host kite-demo", 5, { command: "host", bot: undefined, argument: "kite-demo" }],
    ["/HOST@KiteBot  kite-demo ", 13, { command: "host", bot: "KiteBot", argument: "kite-demo" }],
  ])("reads the command %j", (text, length, expected) => {
    expect(readUpdate(command(text, length), botId)).toMatchObject({ kind: "command", ...expected });
  });

  it("takes a text that only looks like a command as a text", () => {
    expect(readUpdate(update({ text: "/etc/passwd is a file" }), botId)).toMatchObject({ kind: "text" });
  });

  it.each([
    ["no object", "x"],
    ["no number", { message: {} }],
    ["another kind of update", { update_id: 1, poll: {} }],
    ["a message without text", update({ sticker: {} })],
  ])("ignores %s", (_case, body) => {
    expect(readUpdate(body, botId)).toMatchObject({ kind: "ignored" });
  });

  it("never fails, whatever comes", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => "kind" in readUpdate(value, botId)));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        (fields) => "kind" in readUpdate(update(fields), botId),
      ),
    );
  });
});
