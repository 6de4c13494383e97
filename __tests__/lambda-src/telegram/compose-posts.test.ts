import fc from "fast-check";
import type { Message } from "../../../lambda-src/chat/model";
import { composePosts, postMaxUnits, RemoteFileNotCopied } from "../../../lambda-src/telegram/compose-posts";

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
    tries: 0,
    expiresAt: 0,
  };
}

function fileMessage(tries: number): Message {
  const content = {
    type: "file",
    fileKey: "key",
    fileName: "bill 1.pdf",
    fileType: "application/pdf",
    fileSize: 3,
  } as const;
  return { ...message(""), content, tries };
}

const linkOf = (fileKey: string, fileName: string) =>
  `https://example.org/files/${fileKey}/${encodeURIComponent(fileName)}`;

const compose = (messages: readonly [Message, ...Message[]]) => composePosts(messages, linkOf);

const heading = "#k7m2p9x4q Ada\n";

describe("composePosts", () => {
  it("puts the tag and the name on the first line, and the text below", () => {
    const only = message("Hello");

    expect(compose([only])).toEqual([{ text: `${heading}Hello`, settles: [only] }]);
  });

  it("joins pending texts into one post", () => {
    const [first, second] = [message("One"), message("Two")];

    expect(compose([first, second])).toEqual([{ text: `${heading}One\nTwo`, settles: [first, second] }]);
  });

  it("starts another post if a text does not fit", () => {
    const [first, second] = [message("a".repeat(4000)), message("b".repeat(200))];

    const posts = compose([first, second]);

    expect(posts.map((post) => post.settles)).toEqual([[first], [second]]);
    for (const { text } of posts) {
      expect(text.startsWith(heading)).toBe(true);
    }
  });

  it("splits a text that is too long for one post, and settles the text with its last part", () => {
    const long = message("x".repeat(4096));

    const posts = compose([long]);

    expect(posts).toHaveLength(2);
    expect(posts[0]).toMatchObject({ settles: [], advances: { message: long, partsShown: 1 } });
    expect(posts[1]).toMatchObject({ settles: [long] });
  });

  it("omits the parts of a long text that the host has already received", () => {
    const posts = compose([message("x".repeat(4096), 1)]);

    expect(posts).toHaveLength(1);
    expect(posts[0]?.text).toBe(heading + "x".repeat(4096 - (postMaxUnits - heading.length)));
  });

  it.each([0, 1, 2])("creates a separate post for a file after %i attempts", (tries) => {
    const [text, file, last] = [message("One"), fileMessage(tries), message("Two")];

    expect(compose([text, file, last])).toEqual([
      { text: `${heading}One`, settles: [text] },
      { text: heading.trim(), file: file.content, settles: [file] },
      { text: `${heading}Two`, settles: [last] },
    ]);
  });

  it("replaces a file with a text that contains its link after three attempts, in the same position", () => {
    const [text, file, last] = [message("One"), fileMessage(3), message("Two")];

    expect(compose([text, file, last])).toEqual([
      { text: `${heading}One`, settles: [text] },
      { text: `${heading}bill 1.pdf: https://example.org/files/key/bill%201.pdf`, settles: [file] },
      { text: `${heading}Two`, settles: [last] },
    ]);
  });

  it("rejects a file that is not in the object store yet", () => {
    const content = { type: "remote file", source: "id", fileKey: "key", fileName: "a.pdf" } as const;
    const file: Message = {
      ...message(""),
      content: { ...content, fileType: "application/pdf", fileSize: 0 },
    };

    expect(() => compose([file])).toThrow(RemoteFileNotCopied);
  });

  it("keeps all content unchanged, and every post within Telegram's limit", () => {
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 4096 }), {
      minLength: 1,
      maxLength: 5,
    });

    fc.assert(
      fc.property(texts, ([first = "x", ...rest]) => {
        const posts = compose([message(first), ...rest.map((text) => message(text))]);

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
