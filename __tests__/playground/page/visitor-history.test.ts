import { TestTalk } from "./test-talk";

let test: TestTalk;
beforeEach(() => {
  test = new TestTalk();
});

const time = (second: number) => `2024-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const incoming = (second: number) => ["in", ["TXT", `u${second}`, `text ${second}`, time(second)]];
const outgoing = (second: number) => ["out", ["TXT", `m${second}`, `text ${second}`, time(second)]];
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const texts = () => test.state.messages.map(({ text }) => text);

function joinWith(...entries: unknown[]): void {
  test.wire.onOpen();
  test.wire.receive("OK");
  test.wire.receive("HIS", entries);
}

describe("earlier messages", () => {
  it("is asked for after the first JOIN, and not after the next one", async () => {
    joinWith(outgoing(1), incoming(2));
    expect(test.wire.sent[1]).toEqual(["HIS", 30, null]);
    expect(test.state.messages).toMatchObject([
      { from: "visitor", text: "text 1", status: "stored" },
      { from: "host", text: "text 2" },
    ]);

    test.wire.onClose();
    await test.clock.advance(1_000);
    test.wire.onOpen();
    test.wire.receive("OK");
    expect(test.sent("HIS")).toEqual([]);
  });

  it("holds files of both sides", () => {
    const file = ["BIN", "u1", "https://a.example/f/a.pdf", "a.pdf", "application/pdf", 7, time(1)];
    joinWith(["in", file]);

    expect(test.state.messages).toMatchObject([
      {
        from: "host",
        file: { name: "a.pdf", type: "application/pdf", size: 7, url: "https://a.example/f/a.pdf" },
      },
    ]);
  });

  it("is shown once, with what the server pushed meanwhile and what was not sent yet", () => {
    test.talk.say("Not sent");
    test.wire.onOpen();
    test.wire.receive("OK");
    test.wire.receive("TXT", "u2", "text 2", time(2));
    test.wire.receive("HIS", [incoming(1), incoming(2)]);

    expect(texts()).toEqual(["Not sent", "text 1", "text 2"]);
    expect(test.texts).toMatchObject([{ 2: "Not sent" }]);
  });

  it("marks as stored what the server has, though its ACK was lost, and does not send it again", () => {
    test.join();
    test.talk.say("Hello");
    const sent = test.texts[0] ?? [];
    test = new TestTalk(test.remembered, test.clock);
    joinWith(["out", sent]);

    expect(test.state.messages).toMatchObject([{ text: "Hello", status: "stored" }]);
    expect(test.texts).toEqual([]);
  });

  it("is read page by page, up to its beginning", () => {
    joinWith(...numbers(31, 59).map(incoming));
    expect(test.state.hasEarlier).toBe(true);

    test.talk.showEarlier();
    test.talk.showEarlier();
    expect(test.sent("HIS").slice(1)).toEqual([["HIS", 30, time(31)]]);
    test.wire.receive("HIS", numbers(28, 30).map(incoming));

    expect(texts()).toEqual(numbers(28, 59).map((number) => `text ${number}`));
    expect(test.state.hasEarlier).toBe(false);
  });

  it.each([
    [429, 2],
    [500, 2],
    [400, 1],
  ])(
    "that is refused with %i is asked for %i time(s), and holds nothing up for ever",
    async (code, times) => {
      test.talk.say("Hello");
      test.wire.onOpen();
      test.wire.receive("OK");
      test.wire.receive("ERR", "Later.", code);
      await test.clock.advance(1_000);
      if (times === 2) {
        test.wire.receive("HIS", []);
      }

      expect(test.sent("HIS")).toHaveLength(times);
      expect(test.texts).toMatchObject([{ 2: "Hello" }]);
    },
  );

  it("is not kept in the browser", () => {
    joinWith(outgoing(1), incoming(2));

    expect(test.remembered.messages).toEqual([]);
  });

  it.each([
    [null],
    [[["in"]]],
    [[["up", ["TXT", "u1", "x", time(1)]]]],
    [[7, "x", ["in", ["NOPE", "a", "b", "c"]]]],
  ])("of an odd form is left out: %j", (entries) => {
    test.join();
    test.wire.receive("HIS", entries);

    expect(test.state.messages).toEqual([]);
  });
});
