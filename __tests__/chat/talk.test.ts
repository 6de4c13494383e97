import { Visitor } from "../../checks/harness/client/visitor";
import { aWhile } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

describe("a conversation", () => {
  it("delivers the visitor's text to the host, and the answer to the visitor", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host, "Ada Lovelace");

    const timestamp = nextTimestamp();
    const ack = await visitor.ask(["TXT", "m-1", "Hello, is it open?", timestamp]);

    expect(ack).toEqual(["ACK", "m-1", expect.stringMatching(/^[\w-]{1,64}$/), expect.stringMatching(/Z$/)]);
    const post = await host.hears("Hello, is it open?");
    expect(post.text).toMatch(/^#[a-z][a-z0-9_]* Ada Lovelace\nHello, is it open\?$/);
    expect(post.text).not.toContain(visitor.memberId);

    host.say("Until six.", post);

    expect(await visitor.next()).toEqual([
      "TXT",
      expect.stringMatching(/^[\w-]{1,64}$/),
      "Until six.",
      expect.stringMatching(/Z$/),
    ]);
  });

  it("sends a plain message to the last active visitor, and a reply to the visitor with the tag", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.visitor(host, "Ada"), await run.visitor(host, "Eve")];
    await ada.ask(["TXT", "1", "I am Ada", nextTimestamp()]);
    const fromAda = await host.hears("I am Ada");
    await eve.ask(["TXT", "1", "I am Eve", nextTimestamp()]);
    await host.hears("I am Eve");
    // A person answers after Kite has stored the newest post.
    await aWhile(1_500);

    host.say("To whom it may concern");
    host.say("To Ada", fromAda);

    expect(await eve.next()).toMatchObject({ 0: "TXT", 2: "To whom it may concern" });
    expect(await ada.next()).toMatchObject({ 0: "TXT", 2: "To Ada" });
    await aWhile(300);
    expect([...ada.unread, ...eve.unread]).toEqual([]);
  });

  it("shows the tag of a visitor who has no name", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host, null);

    await visitor.ask(["TXT", "1", "Who am I?", nextTimestamp()]);

    expect((await host.hears("Who am I?")).text).toMatch(/^#(\w+) Visitor \1\n/);
  });

  it("notifies the host if no visitor has written yet", async () => {
    const host = await run.host();

    host.say("Anybody there?");

    expect((await host.hears("Not delivered: no visitor is active")).reply_to_message?.text).toBe(
      "Anybody there?",
    );
  });

  it("is separate from the conversations of another channel", async () => {
    const [one, other] = [await run.host(), await run.host()];
    const visitor = await run.visitor(one);

    await visitor.ask(["TXT", "1", "For one host alone", nextTimestamp()]);

    await one.hears("For one host alone");
    expect(other.heard.map(({ text }) => text).join()).not.toContain("For one host alone");
  });
});

describe("the socket", () => {
  it("answers a probe before JOIN", async () => {
    const host = await run.host();
    const visitor = await Visitor.connect(run.webSocketUrl(host.channelName));

    expect(await visitor.ask("Hi")).toBe("OK");
    expect(visitor.protocol).toBe("k1te.chat.v1");
  });

  it("gets PONG from the API itself, without a function", async () => {
    const host = await run.host();
    const visitor = await Visitor.connect(run.webSocketUrl(host.channelName));
    const before = run.log.length;

    const answer = await visitor.ask(["PING"]);

    expect(answer).toEqual(["PONG"]);
    expect(run.log.slice(before).filter(({ source }) => source === "dev-request-dispatcher")).toEqual([]);
  });

  it.each([
    ["TXT", ["TXT", "1", "x", "2026-01-31T12:00:00Z"]],
    ["UPL", ["UPL", "1", "a.pdf", "application/pdf", 1, "2026-01-31T12:00:00Z"]],
    ["HIS", ["HIS", 10, null]],
  ])("rejects %s before JOIN with 401", async (_type, frame) => {
    const host = await run.host();
    const visitor = await Visitor.connect(run.webSocketUrl(host.channelName));

    expect(await visitor.ask(frame)).toEqual(["ERR", expect.stringContaining("not joined"), 401]);
  });

  it.each([
    ["an object instead of an array", '{"a":1}', "frame"],
    ["an unknown type", '["NOPE"]', "type"],
    ["an invalid memberId", '["JOIN","a b",null,"kite-demo"]', "memberId"],
    ["a text that is a number", '["TXT","1",2,"2026-01-31T12:00:00Z"]', "text"],
  ])("answers %s with 400 and the invalid field", async (_case, frame, field) => {
    const host = await run.host();
    const visitor = await run.visitor(host);

    expect(await visitor.ask(frame)).toEqual(["ERR", expect.stringMatching(new RegExp(`^${field}: `)), 400]);
  });

  it("rejects JOIN with 404 for a channel that does not exist", async () => {
    const visitor = await Visitor.connect(run.webSocketUrl("nobody-hosts-this"));

    expect(await visitor.ask(["JOIN", "m", null, "nobody-hosts-this"])).toEqual([
      "ERR",
      expect.any(String),
      404,
    ]);
  });

  it.each([
    ["a member of another channel than ?c=", (host: Host) => ["JOIN", "m", null, `${host.channelName}x`]],
    ["another member", () => undefined],
  ])("rejects JOIN as %s with 409", async (_case, frameOf) => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const frame = frameOf(host) ?? ["JOIN", "somebody-else", null, host.channelName];

    expect(await visitor.ask(frame)).toEqual(["ERR", expect.any(String), 409]);
    expect(await visitor.ask(["JOIN", visitor.memberId, "Ada", host.channelName])).toEqual(["OK"]);
  });

  it.each([
    ["another subprotocol", "kite-demo", "other.v1", 400],
    ["an invalid channel name", "short", "k1te.chat.v1", 400],
    ["a name with __", "kite__demo", "k1te.chat.v1", 400],
  ])("is rejected with %s", async (_case, channelName, protocol, status) => {
    await expect(Visitor.connect(run.webSocketUrl(channelName), { protocols: [protocol] })).rejects.toThrow(
      String(status),
    );
  });

  it("is accepted without a subprotocol, because wscat sends none", async () => {
    const visitor = await Visitor.connect(run.webSocketUrl("kite-demo"), { protocols: [] });

    expect(await visitor.ask("Hi")).toBe("OK");
    expect(visitor.protocol).toBe("");
  });
});

describe("the webhook", () => {
  it("answers a GET request with OK", async () => {
    const response = await fetch(run.webhookUrl);

    expect([response.status, await response.text()]).toEqual([200, "OK"]);
  });

  it.each([
    ["without the secret", {}],
    ["with a wrong secret", { "x-telegram-bot-api-secret-token": "wrong" }],
  ])("rejects an update %s", async (_case, headers) => {
    const host = await run.host();
    const heard = host.heard.length;
    const body = JSON.stringify({
      update_id: 1,
      message: {
        message_id: 1,
        date: 1,
        chat: { id: host.chatId, type: "group" },
        text: "/info",
        entities: [{ type: "bot_command", offset: 0, length: 5 }],
      },
    });

    const response = await fetch(run.webhookUrl, { method: "POST", headers, body });

    expect(response.status).toBe(401);
    await aWhile(200);
    expect(host.heard).toHaveLength(heard);
  });

  it("is set at the start with its secret, and deleted at the end", async () => {
    const other = await KiteRun.start();
    const set = other.telegram.webhook.info.url;

    await other.server.destroy();

    expect(set).toBe(other.webhookUrl);
    expect(other.telegram.webhook.info.url).toBe("");
    await other.close();
  });
});

describe("the bot's commands", () => {
  it.each([
    ["/help", "connect the visitors"],
    ["/start", "connect the visitors"],
    ["/host", "Which channel?"],
    ["/host kite", "8 to 32 letters"],
    ["/info", "/dev?c="],
  ])("answers %s", async (text, answer) => {
    const host = await run.host();

    host.say(text);

    await host.hears(answer);
  });

  it("shows the WebSocket URL to a new host", async () => {
    const host = await run.host();

    expect((await host.hears("hosts the channel")).text).toContain(run.webSocketUrl(host.channelName));
  });

  it("reject a name that is in use, and a second channel for the same chat", async () => {
    const [one, other] = [await run.host(), await run.host()];

    other.say(`/host ${one.channelName}`);
    other.say("/host another-channel");

    await other.hears(`hosts the channel ${other.channelName} already`);
    expect(other.heard.filter((it) => it.text?.includes("hosts the channel another-channel now"))).toEqual(
      [],
    );
  });

  it("run with the name of this bot, and do not run with the name of another bot", async () => {
    const host = await run.host();
    const heard = host.heard.length;

    host.say("/help@another_bot");
    host.say(`/help@${run.telegram.bot.username}`);

    await host.hears("connect the visitors");
    await aWhile(300);
    expect(host.heard).toHaveLength(heard + 1);
  });
});

it("no log entry contains the token, a text or a memberId", async () => {
  const host = await run.host();
  const visitor = await run.visitor(host, "Secretive Sam");
  await visitor.ask(["TXT", "1", "my-very-private-text", nextTimestamp()]);
  await host.hears("my-very-private-text");

  const logged = JSON.stringify(run.log);

  expect(logged).not.toContain(run.token);
  expect(logged).not.toContain(run.token.split(":")[1]);
  for (const secret of ["my-very-private-text", "Secretive Sam", visitor.memberId]) {
    expect(logged).not.toContain(secret);
  }
});
