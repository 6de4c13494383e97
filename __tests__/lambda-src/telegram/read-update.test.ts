import fc from "fast-check";
import { readUpdate } from "../../../lambda-src/telegram/read-update";

const chat = { id: -1001234567890, type: "supergroup", title: "Support" };

function update(fields: object) {
  return { update_id: 9, message: { message_id: 7, date: 1_769_860_800, chat, from: { id: 1 }, ...fields } };
}

function command(text: string, length: number) {
  return update({ text, entities: [{ type: "bot_command", offset: 0, length }] });
}

describe("readUpdate", () => {
  it("reads a text with its chat, its number and its time", () => {
    expect(readUpdate(update({ text: "Hello" }))).toEqual({
      kind: "text",
      updateId: 9,
      chatId: "-1001234567890",
      chatIsPrivate: false,
      messageId: 7,
      senderName: "",
      text: "Hello",
      repliesToTag: undefined,
      sentAt: "2026-01-31T12:00:00.000Z",
    });
  });

  it.each([
    ["a text of ours", { text: "#k7m2 Ada\nHello" }, "k7m2"],
    ["a caption of ours", { caption: "#k7m2 Ada" }, "k7m2"],
    ["a text with another tag further on", { text: "#k7m2 Ada\nsee #other" }, "k7m2"],
    ["a text that somebody wrote", { text: "again for #k7m2" }, "k7m2"],
    ["a text with digits for a tag", { text: "room #42" }, undefined],
    ["a photo without a caption", {}, undefined],
  ])("takes the tag of a reply to %s as %j → %j", (_case, reply_to_message, expected) => {
    expect(readUpdate(update({ text: "Yes", reply_to_message }))).toMatchObject({
      repliesToTag: expected,
    });
  });

  it.each([
    ["/info", 5, { command: "info", bot: undefined, argument: "" }],
    ["/host kite-demo", 5, { command: "host", bot: undefined, argument: "kite-demo" }],
    ["/HOST@KiteBot  kite-demo ", 13, { command: "host", bot: "KiteBot", argument: "kite-demo" }],
  ])("reads the command %j", (text, length, expected) => {
    expect(readUpdate(command(text, length))).toMatchObject({ kind: "command", ...expected });
  });

  it("takes a text that only looks like a command as a text", () => {
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

  it("never fails, whatever comes", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => "kind" in readUpdate(value)));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        (fields) => "kind" in readUpdate(update(fields)),
      ),
    );
  });
});
