import fc from "fast-check";
import type { Message } from "../../../lambda-src/chat/model";
import { composePosts, postMaxUnits } from "../../../lambda-src/telegram/compose-posts";

function message(text: string, partsShown = 0): Message {
  return {
    member: { channelName: "kite-demo", memberId: "m" },
    direction: "toHost",
    messageId: "1",
    destinationMessageId: "d",
    sentAt: "2026-01-31T12:00:00Z",
    storedAt: "2026-01-31T12:00:00Z",
    content: { type: "text", text },
    memberName: "Ada",
    tag: "k7m2p9x4q",
    hostChatId: "-1",
    firstWords: false,
    partsShown,
  };
}

const heading = "#k7m2p9x4q Ada\n";

describe("composePosts", () => {
  it("puts the tag and the name on the first line and the text below", () => {
    const only = message("Hello");

    expect(composePosts([only])).toEqual([{ text: `${heading}Hello`, settles: [only] }]);
  });

  it("joins texts that wait into one post", () => {
    const [first, second] = [message("One"), message("Two")];

    expect(composePosts([first, second])).toEqual([{ text: `${heading}One\nTwo`, settles: [first, second] }]);
  });

  it("starts another post for a text that does not fit any more", () => {
    const [first, second] = [message("a".repeat(4000)), message("b".repeat(200))];

    const posts = composePosts([first, second]);

    expect(posts.map((post) => post.settles)).toEqual([[first], [second]]);
    for (const { text } of posts) expect(text.startsWith(heading)).toBe(true);
  });

  it("splits a text that is too long for one post, and settles it with its last part", () => {
    const long = message("x".repeat(4096));

    const posts = composePosts([long]);

    expect(posts).toHaveLength(2);
    expect(posts[0]).toMatchObject({ settles: [], advances: { message: long, partsShown: 1 } });
    expect(posts[1]).toMatchObject({ settles: [long] });
  });

  it("leaves out what the host has seen of a long text", () => {
    const posts = composePosts([message("x".repeat(4096), 1)]);

    expect(posts).toHaveLength(1);
    expect(posts[0]?.text).toBe(heading + "x".repeat(4096 - (postMaxUnits - heading.length)));
  });

  it("loses and changes nothing, and keeps every post within Telegram's limit", () => {
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 4096 }), {
      minLength: 1,
      maxLength: 5,
    });

    fc.assert(
      fc.property(texts, ([first = "x", ...rest]) => {
        const posts = composePosts([message(first), ...rest.map((text) => message(text))]);

        const shown = posts.map(({ text }) => text.slice(heading.length)).join("");
        expect(shown.replaceAll("\n", "")).toBe([first, ...rest].join("").replaceAll("\n", ""));
        for (const { text } of posts) {
          expect(text.length).toBeLessThanOrEqual(postMaxUnits);
          expect(text.isWellFormed()).toBe(true);
        }
        expect(posts.flatMap(({ settles }) => settles)).toHaveLength(rest.length + 1);
      }),
    );
  });
});
