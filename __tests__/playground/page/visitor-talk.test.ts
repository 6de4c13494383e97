import { TestTalk } from "./test-talk";

let test: TestTalk;
beforeEach(() => {
  test = new TestTalk();
});

describe("joining", () => {
  it("sends JOIN first and is joined at OK", () => {
    test.wire.onOpen();
    expect(test.wire.sent).toEqual([["JOIN", "visitor-1", "Ada", "kite-demo"]]);
    expect(test.state.connection).toBe("connecting");

    test.wire.receive("OK");
    expect(test.state.connection).toBe("joined");
  });

  it("gives null for no name", () => {
    test = new TestTalk({ memberName: "" });
    test.wire.onOpen();

    expect(test.wire.sent).toEqual([["JOIN", "visitor-1", null, "kite-demo"]]);
  });

  it.each([
    { code: 404, connection: "lost" },
    { code: 429, connection: "lost" },
    { code: 500, connection: "lost" },
    { code: 403, connection: "refused" },
    { code: 409, connection: "refused" },
  ])("shows the reason of ERR $code and is $connection", async ({ code, connection }) => {
    test.wire.onOpen();
    test.wire.receive("ERR", "A sentence.", code);

    expect(test.state).toMatchObject({ connection, notice: "A sentence." });
    expect(test.wire.isClosed).toBe(true);
    await test.clock.advance(20_000);
    expect(test.wires).toHaveLength(connection === "lost" ? 2 : 1);
  });

  it("joins again under a new name", () => {
    test.join();
    test.talk.rename("Grace");
    test.join();

    expect(test.wires[0]?.isClosed).toBe(true);
    expect(test.wire.sent).toEqual([["JOIN", "visitor-1", "Grace", "kite-demo"]]);
    expect(test.remembered.memberName).toBe("Grace");
  });
});

describe("saying something", () => {
  it("waits for OK, then goes out and is marked at ACK", () => {
    test.talk.say("Hello");
    expect(test.state.messages).toMatchObject([{ text: "Hello", status: "waiting", from: "visitor" }]);

    test.join();
    const [, messageId] = test.texts[0] ?? [];
    test.wire.receive("ACK", messageId, "d1", "2024-01-01T00:00:00.000Z");

    expect(test.texts).toEqual([["TXT", messageId, "Hello", "2024-01-01T00:00:00.000Z"]]);
    expect(messageId).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(test.state.messages).toMatchObject([{ status: "stored" }]);
  });

  it("makes timestamps and ids that never repeat, also within a millisecond and after a reload", () => {
    test.talk.say("One");
    test.talk.say("Two");
    test = new TestTalk(test.remembered, test.clock);
    test.talk.say("Three");

    const { messages } = test.state;
    const times = messages.map(({ timestamp }) => timestamp);
    expect(times).toEqual(["00.000", "00.001", "00.002"].map((end) => `2024-01-01T00:00:${end}Z`));
  });

  it("sends one at a time, in order", () => {
    test.join();
    test.talk.say("One");
    test.talk.say("Two");
    expect(test.texts.map(([, , text]) => text)).toEqual(["One"]);

    test.wire.receive("ACK", test.texts[0]?.[1], "d1", "");
    expect(test.texts.map(([, , text]) => text)).toEqual(["One", "Two"]);
  });

  it("marks a refused message with the reason and goes on", () => {
    test.join();
    test.talk.say("Too long");
    test.talk.say("Two");
    test.wire.receive("ERR", "text: too long.", 413);

    expect(test.state.messages).toMatchObject([{ status: "refused", reason: "text: too long." }, {}]);
    expect(test.texts.map(([, , text]) => text)).toEqual(["Too long", "Two"]);
  });

  it.each([429, 500])("keeps a message that met ERR %i and sends it again later", async (code) => {
    test.join();
    test.talk.say("Hello");
    test.wire.receive("ERR", "Wait a little.", code);
    expect(test.state).toMatchObject({ notice: "Wait a little.", messages: [{ status: "waiting" }] });

    await test.clock.advance(1000);
    expect(test.texts).toHaveLength(2);
    expect(test.texts[0]).toEqual(test.texts[1]);

    test.wire.receive("ACK", test.texts[0]?.[1], "d1", "");
    expect(test.state).toMatchObject({ notice: undefined, messages: [{ status: "stored" }] });
  });

  it("takes a fault of the gateway itself for an ERR 500", () => {
    test.join();
    test.talk.say("Hello");
    test.wire.onText('{"message":"Internal server error","connectionId":"c","requestId":"r"}');

    expect(test.state).toMatchObject({ notice: "Internal server error", messages: [{ status: "waiting" }] });
  });
});

describe("a lost connection", () => {
  it("comes back with backoff and sends again what has no ACK, the same frame", async () => {
    test.join();
    test.talk.say("Hello");
    const before = test.texts[0];
    test.wire.onClose();
    expect(test.state.connection).toBe("lost");

    await test.clock.advance(374);
    expect(test.wires).toHaveLength(1);
    await test.clock.advance(1);
    expect(test.wires).toHaveLength(2);
    test.join();
    expect(test.texts).toEqual([before]);
  });

  it("waits longer each time, up to half a minute", async () => {
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      test.wire.onClose();
      const since = test.clock.now();
      const known = test.wires.length;
      while (test.wires.length === known) {
        await test.clock.advance(125);
      }
      waits.push(test.clock.now() - since);
    }

    expect(waits).toEqual([375, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500]);
  });

  it("ignores what an old wire still says", () => {
    const old = test.wire;
    test.join();
    test.talk.connect();
    test.join();
    old.receive("ERR", "Old.", 403);
    old.onClose();

    expect(test.state).toMatchObject({ connection: "joined", notice: undefined });
  });

  it("goes on after a reload with what was not acknowledged", () => {
    test.talk.say("Unsent");
    test = new TestTalk(test.remembered, test.clock);
    test.join();

    expect(test.texts.map(([, , text]) => text)).toEqual(["Unsent"]);
  });

  it("joins again when the server no longer knows it (401)", async () => {
    test.join();
    test.talk.say("Hello");
    test.wire.receive("ERR", "You have not joined the chat yet.", 401);
    await test.clock.advance(1000);
    test.join();

    expect(test.texts.map(([, , text]) => text)).toEqual(["Hello"]);
  });

  it.each([
    { what: "a JOIN", act: () => test.wire.onOpen() },
    {
      what: "a TXT",
      act: () => {
        test.join();
        test.talk.say("Hello");
      },
    },
  ])("is assumed when $what is not answered", async ({ act }) => {
    act();
    await test.clock.advance(33_000);

    expect(test.wires.length).toBeGreaterThan(1);
  });
});

describe("the heartbeat", () => {
  it("pings each minute and is content with PONG", async () => {
    test.join();
    for (let minute = 0; minute < 3; minute += 1) {
      await test.clock.advance(60_000);
      test.wire.receive("PONG");
    }

    expect(test.wire.sent.filter(([type]) => type === "PING")).toHaveLength(3);
    expect(test.wires).toHaveLength(1);
  });

  it("gives a connection up that does not answer", async () => {
    test.join();
    await test.clock.advance(60_000 + 20_000 + 375);

    expect(test.wires).toHaveLength(2);
  });
});

describe("messages of the host", () => {
  it("is shown once, however often it comes", () => {
    test.join();
    test.wire.receive("TXT", "u1", "Hi", "2024-01-01T00:00:01.000Z");
    test.wire.receive("TXT", "u1", "Hi", "2024-01-01T00:00:01.000Z");
    test.wire.receive("TXT", "u2", "Hi", "2024-01-01T00:00:02.000Z");

    expect(test.state.messages.map(({ from, messageId }) => `${from} ${messageId}`)).toEqual([
      "host u1",
      "host u2",
    ]);
  });

  it("may be a file", () => {
    test.join();
    test.wire.receive(
      "BIN",
      "u1",
      "https://a.example/x/cat.png",
      "cat.png",
      "image/png",
      9,
      "2024-01-01T00:00:01.000Z",
    );

    const file = { name: "cat.png", type: "image/png", size: 9, url: "https://a.example/x/cat.png" };
    expect(test.state.messages).toMatchObject([{ text: "", file }]);
  });

  it.each(["", "OK", "{}", "[]", "null", '["TXT"]', '["TXT",1,2,3]', '["ERR","x"]', '["WAT"]', "[["])(
    "is left alone when it is `%s`",
    (text) => {
      test.join();
      test.wire.onText(text);

      expect(test.state).toEqual({
        connection: "joined",
        messages: [],
        hasEarlier: false,
        notice: undefined,
      });
    },
  );
});
