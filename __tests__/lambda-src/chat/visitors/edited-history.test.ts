import type { Content, Message } from "../../../../lambda-src/chat/model";
import { withEdits } from "../../../../lambda-src/chat/visitors/edited-history";

const message = (messageId: string, second: number, content: Content, direction = "toVisitor") =>
  ({ messageId, direction, sentAt: `2026-01-31T12:00:0${second}.000Z`, content }) as unknown as Message;
const text = (messageId: string, second: number, written: string, direction?: string) =>
  message(messageId, second, { type: "text", text: written }, direction);
const edit = (messageId: string, second: number, edited: string, written: string) =>
  message(messageId, second, { type: "edit", edited, text: written });
const shown = (messages: readonly Message[]) =>
  messages.map(({ messageId, content }) => [messageId, "text" in content ? content.text : content.type]);

const stored = [
  edit("u3", 3, "u1", "Third"),
  text("u1", 1, "First"),
  edit("u2", 2, "u1", "Second"),
  text("u1", 0, "A visitor's own message with the same id", "toHost"),
];

describe("withEdits", () => {
  it("shows the newest text in place of the first, with the time of the first, to a client that supports edits", () => {
    const [first, own, ...others] = withEdits(stored, true);

    expect(first).toMatchObject({ messageId: "u1", sentAt: stored[1]?.sentAt, content: { text: "Third" } });
    expect(own).toBe(stored[3]);
    expect(others).toEqual([]);
  });

  it("shows every text, as it was pushed, to any other client", () => {
    expect(shown(withEdits(stored, false))).toEqual([
      ["u3", "✎ Third"],
      ["u1", "First"],
      ["u2", "✎ Second"],
      ["u1", "A visitor's own message with the same id"],
    ]);
  });

  it("shows the newest text of a message that has expired, with its messageId", () => {
    expect(shown(withEdits([edit("u2", 2, "u1", "Second"), edit("u3", 3, "u1", "Third")], true))).toEqual([
      ["u1", "Third"],
    ]);
  });

  it("hides a caption that was removed", () => {
    const caption = [text("u1-1", 1, "Caption"), edit("u2", 2, "u1-1", "")];

    expect(withEdits(caption, true)).toEqual([]);
    expect(shown(withEdits(caption, false))).toEqual([
      ["u1-1", "Caption"],
      ["u2", "✎ The text below the file was removed."],
    ]);
  });
});
