import { TestTalk } from "./test-talk";

const photo = { name: "cat.png", type: "image/png", size: 9 };
const url = "https://a.example/files/k/cat.png";

let test: TestTalk;
beforeEach(() => {
  test = new TestTalk();
  test.join();
});

/** Lets promises that are settled run their reactions. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Answers the newest UPL. */
function offer(): void {
  test.wire.receive("UPL", test.sent("UPL").at(-1)?.[1], url, "https://s3.example/put");
}

describe("attaching a file", () => {
  it("asks for an upload, uploads with progress, and sends it under the same id", async () => {
    test.talk.attach(photo);
    const [, messageId] = test.sent("UPL")[0] ?? [];
    offer();
    test.uploads[0]?.onProgress(0.5);
    const halfway = test.state.messages;
    test.uploads[0]?.done();
    await turn();
    test.wire.receive("ACK", messageId, "d1", "");

    expect(test.sent("UPL")).toEqual([["UPL", messageId, "cat.png", "image/png", 9, expect.any(String)]]);
    expect(test.uploads).toMatchObject([{ url: "https://s3.example/put", fileName: "cat.png" }]);
    expect(halfway).toMatchObject([{ status: "waiting", file: { progress: 0.5 } }]);
    expect(test.sent("BIN")).toEqual([
      ["BIN", messageId, url, "cat.png", "image/png", 9, expect.any(String)],
    ]);
    expect(test.state.messages).toMatchObject([{ status: "stored", file: { url } }]);
  });

  it("holds what is written after it, so that the order stays", async () => {
    test.talk.attach(photo);
    test.talk.say("See the cat?");
    offer();
    expect(test.texts).toEqual([]);

    test.uploads[0]?.done();
    await turn();
    test.wire.receive("ACK", test.sent("BIN")[0]?.[1], "d1", "");

    expect(test.texts).toMatchObject([{ 2: "See the cat?" }]);
  });

  it.each(["UPL", "BIN"])("shows why %s is refused, and goes on", async (type) => {
    test.talk.attach(photo);
    test.talk.say("Next");
    if (type === "BIN") {
      offer();
      test.uploads[0]?.done();
      await turn();
    }
    test.wire.receive("ERR", "fileSize: too large.", 413);

    expect(test.state.messages[0]).toMatchObject({ status: "refused", reason: "fileSize: too large." });
    expect(test.texts).toMatchObject([{ 2: "Next" }]);
  });

  it("says so when the upload fails, and goes on", async () => {
    test.talk.attach(photo);
    test.talk.say("Next");
    offer();
    test.uploads[0]?.fail();
    await turn();

    expect(test.state.messages[0]).toMatchObject({
      status: "refused",
      reason: expect.stringContaining("upload"),
    });
    expect(test.sent("BIN")).toEqual([]);
    expect(test.texts).toMatchObject([{ 2: "Next" }]);
  });

  it("does not take an ERR that comes meanwhile for one of the file", async () => {
    test.talk.attach(photo);
    offer();
    test.wire.receive("ERR", "The host cannot be reached.", 404);
    expect(test.state).toMatchObject({
      notice: "The host cannot be reached.",
      messages: [{ status: "waiting" }],
    });

    test.uploads[0]?.done();
    await turn();
    expect(test.sent("BIN")).toHaveLength(1);
  });

  it("uploads once when the connection is lost meanwhile, and sends it after the next JOIN", async () => {
    test.talk.attach(photo);
    offer();
    test.wire.onClose();
    await test.clock.advance(1_000);
    test.join();
    expect(test.sent("UPL")).toEqual([]);

    test.uploads[0]?.done();
    await turn();
    expect(test.uploads).toHaveLength(1);
    expect(test.sent("BIN")).toHaveLength(1);
  });

  it("reports after a reload that a file was not sent", () => {
    test.talk.attach(photo);
    test = new TestTalk(test.remembered, test.clock);
    test.join();

    expect(test.state.messages).toMatchObject([
      { status: "refused", reason: expect.stringContaining("again") },
    ]);
    expect(test.sent("UPL")).toEqual([]);
  });
});
