import fc from "fast-check";
import { readUpdate } from "../../../lambda-src/telegram/read-update";
import { writtenText } from "../../../lambda-src/telegram/written-text";

type Written = Parameters<typeof writtenText>[0];

const write = (sent: object) => writtenText(sent as Written);
const link = (offset: number, length: number, url = "https://example.com/a") => ({
  type: "text_link",
  offset,
  length,
  url,
});

describe("writtenText", () => {
  it.each([
    [
      "a link behind words",
      "See our prices today",
      [link(8, 6)],
      "See our prices (https://example.com/a) today",
    ],
    ["a link at the end", "See here", [link(4, 4)], "See here (https://example.com/a)"],
    [
      "two links that are not in order",
      "one two",
      [link(4, 3, "https://b.example/"), link(0, 3)],
      "one (https://example.com/a) two (https://b.example/)",
    ],
    ["a link after an emoji of two units", "🪁🪁 here", [link(5, 4)], "🪁🪁 here (https://example.com/a)"],
    ["a link on an emoji of a family", "👨‍👩‍👧!", [link(0, 8)], "👨‍👩‍👧 (https://example.com/a)!"],
    ["words that are the address", "example.com/a", [link(0, 13)], "example.com/a"],
    ["a link to a person in Telegram", "Ada", [link(0, 3, "tg://user?id=17")], "Ada"],
    ["a mark beyond the text", "Ada", [link(1, 9), link(-5, 2), link(3, 1)], "Ada"],
    ["a mark that ends inside a pair", "🪁", [link(0, 1)], "🪁"],
    ["marks of another kind", "bold", [{ type: "bold", offset: 0, length: 4 }], "bold"],
  ])("writes %s", (_case, text, entities, expected) => {
    expect(write({ text, entities })).toBe(expected);
    expect(write({ caption: text, caption_entities: entities })).toBe(expected);
  });

  it("leaves out URLs that make the text too long for a frame", () => {
    const entities = Array.from({ length: 100 }, (_, index) =>
      link(index * 40, 4, `https://a.example/${"x".repeat(2000)}`),
    );

    const text = write({ text: "word".padEnd(40).repeat(100), entities });

    expect(text.length).toBeLessThanOrEqual(4 * 4096);
    expect(text.match(/https:/g)).toHaveLength(6);
  });

  const post = "#k7m2 Ada\nWhich color?\nRed or blue?";
  it.each([
    ["a part", { text: "Red or blue?", position: 23 }, "> Red or blue?\nBlue"],
    ["two lines", { text: "Which color?\nRed", position: 10 }, "> Which color?\n> Red\nBlue"],
    ["a part with the visitor's heading", { text: "#k7m2 Ada\nWhich", position: 0 }, "> Which\nBlue"],
    ["the heading alone", { text: "Ada", position: 6 }, "Blue"],
    ["nothing", undefined, "Blue"],
  ])(
    "puts the quote of %s above the text, whether a text or a caption is quoted",
    (_case, quote, expected) => {
      expect(write({ text: "Blue", quote, reply_to_message: { text: post } })).toBe(expected);
      expect(write({ text: "Blue", quote, reply_to_message: { caption: post } })).toBe(expected);
    },
  );

  it("puts a quote above a caption, and keeps a quote without any text", () => {
    const quote = { text: "Which color?", position: 10 };

    expect(write({ caption: "This", quote })).toBe("> Which color?\nThis");
    expect(write({ quote })).toBe("> Which color?");
  });

  it("keeps every character of the text, regardless of the formatting", () => {
    const entity = fc.record({
      type: fc.constantFrom("text_link", "bold"),
      offset: fc.integer({ min: -5, max: 30 }),
      length: fc.integer({ min: -5, max: 30 }),
      url: fc.constant("https://example.com/a"),
    });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(entity), (text, entities) => {
        const written = write({ text, entities });
        expect(written.replaceAll(" (https://example.com/a)", "")).toBe(text);
        expect(written.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});

describe("a message with links", () => {
  it("is still a command if it starts with a command", () => {
    const message = {
      message_id: 7,
      date: 1,
      chat: { id: -1, type: "group" },
      from: { id: 17, is_bot: false },
      text: "/host kite-demo",
      entities: [{ type: "bot_command", offset: 0, length: 5 }, link(6, 9)],
    };

    expect(readUpdate({ update_id: 9, message }, 42)).toMatchObject({
      kind: "command",
      argument: "kite-demo",
    });
  });
});
