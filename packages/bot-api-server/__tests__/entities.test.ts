import fc from "fast-check";
import { findEntities, leadingCommand } from "../src/entities";

describe("findEntities", () => {
  it.each([
    { text: "/host demo", marks: ["bot_command:/host"] },
    { text: "/host@helper_bot x", marks: ["bot_command:/host@helper_bot"] },
    { text: "see a/b and /a/b", marks: [] },
    { text: "😀 /help", marks: ["bot_command:/help"] },
    { text: "#v1_a Ada", marks: ["hashtag:#v1_a"] },
    { text: "#123 is a number, #1a is not", marks: ["hashtag:#1a"] },
    { text: "x#tag #größe", marks: ["hashtag:#größe"] },
    { text: "#a-b", marks: ["hashtag:#a"] },
    { text: "ask @ada or a@b.example", marks: ["mention:@ada"] },
    { text: "https://a.example/#x.", marks: ["url:https://a.example/#x"] },
  ])("finds $marks in `$text`", ({ text, marks }) => {
    const found = findEntities(text).map(
      ({ type, offset, length }) => `${type}:${text.slice(offset, offset + length)}`,
    );

    expect(found).toEqual(marks);
  });

  it("returns ordered entities within the bounds of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const ends = findEntities(text).map(({ offset, length }) => [offset, offset + length] as const);
        return ends.every(
          ([from, to], index) => from < to && to <= text.length && from >= (ends[index - 1]?.[1] ?? 0),
        );
      }),
    );
  });
});

describe("leadingCommand", () => {
  it.each([
    { text: "/host demo", command: { command: "host" } },
    { text: "/host@helper_bot", command: { command: "host", botName: "helper_bot" } },
    { text: " /host", command: undefined },
    { text: "host", command: undefined },
    { text: "/", command: undefined },
  ])("reads `$text` as $command", ({ text, command }) => {
    expect(leadingCommand(text)).toEqual(command);
  });
});
