import { aWhile, eventually } from "../../checks/harness/eventually";
import { FaultProxy } from "../../checks/harness/fault-proxy";
import { KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { failIn, kicked, tooManyRequests } from "../support/bot-api-answers";
import { Cloud, type Row } from "../support/cloud";

let telegramProxy: FaultProxy;
let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  telegramProxy = await FaultProxy.start();
  run = await KiteRun.start({}, telegramProxy);
  cloud = new Cloud(run.server);
});
afterEach(() => telegramProxy.heal());
afterAll(async () => {
  cloud.close();
  await run.close();
  await telegramProxy.close();
});

describe("a message that Telegram rejects permanently", () => {
  it("is reported to its visitor, and to the operator by its key, and does not delay other messages", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
    const second = await run.visitor(host, "Ada", ada.memberId);
    // The two texts may be posted in either order.
    telegramProxy.behave = ({ body }) => (body.includes("never shown") ? kicked : "pass");

    const ack = await ada.ask(["TXT", "1", "never shown", nextTimestamp()]);
    await eve.ask(["TXT", "1", "shown all the same", nextTimestamp()]);

    expect(ack).toMatchObject({ 0: "ACK" });
    await host.hears("shown all the same");
    const error = ["ERR", expect.stringContaining("was not delivered"), 404];
    expect([await ada.next(), await second.next()]).toEqual([error, error]);
    const { channelName } = host;
    const key = { conversation: `${channelName}/${ada.memberId}`, messageKey: "toHost#1" };
    expect(await cloud.nextUndeliverable()).toEqual([
      { channelName, ...key, reason: expect.stringContaining("403") },
    ]);
    await eventually(
      "nothing is pending",
      async () => (await cloud.pending({ channelName, memberId: ada.memberId }, "toHost")).length === 0,
    );
    // The key leads to the row, so that the message can be sent again.
    expect(await cloud.get("Messages", key)).toMatchObject({ text: "never shown", outcome: "undeliverable" });
    await aWhile(300);
    expect([...ada.unread, ...second.unread, ...eve.unread]).toEqual([]);
    expect(host.told).toEqual(["Hello of Ada", "Hello of Eve", "shown all the same"]);
  });

  it("is delivered once if an operator later sends its key to the outbox", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host, "Ada");
    failIn(telegramProxy, host, kicked);
    await visitor.ask(["TXT", "1", "given up", nextTimestamp()]);
    expect(await visitor.next()).toMatchObject({ 0: "ERR", 2: 404 });
    const [letter] = await eventually("a dead letter", async () => {
      const letters = await cloud.undeliverable();
      return letters.length > 0 && letters;
    });
    await eventually("it is settled", async () => {
      const { conversation, messageKey } = letter as Row;
      return (await cloud.get("Messages", { conversation, messageKey }))?.outcome === "undeliverable";
    });

    const answer = await run.server.invoke("dev-outbox", { deliverAgain: letter });
    const repeated = await run.server.invoke("dev-outbox", { deliverAgain: letter });
    const refused = await run.server.invoke("dev-outbox", { deliverAgain: { conversation: "nobody" } });

    await host.hears("given up");
    await aWhile(1_500);
    expect(host.told).toEqual(["Hello of Ada", "given up"]);
    expect(answer).toEqual({ ok: true, payload: "The message is pending again." });
    expect(repeated).toMatchObject({
      ok: true,
      payload: expect.stringContaining("no such undeliverable message"),
    });
    expect(refused).toMatchObject({ ok: false });
    expect(await cloud.undeliverable()).toEqual([]);
  });

  it("is reported to a visitor who has left, at the next JOIN", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host, "Ada");
    failIn(telegramProxy, host, kicked);

    await visitor.ask(["TXT", "1", "never shown", nextTimestamp()]);
    await visitor.close();

    await eventually("it is given up", async () => (await cloud.undeliverable()).length === 1);
    const back = await run.visitor(host, "Ada", visitor.memberId);
    expect(await back.next()).toMatchObject({ 0: "TXT", 2: expect.stringContaining("was not delivered") });
  });

  it("is reported to a visitor in Telegram, in the private chat", async () => {
    const host = await run.host();
    const person = run.telegram.createUser("Tim");
    const chat = run.telegram.createPrivateChat(person);
    const answers = () => run.telegram.messages(chat.id).map(({ text }) => text);
    run.telegram.say(chat.id, person.id, `/join ${host.channelName}`);
    await eventually("the membership", () => answers().some((text) => text?.includes("You have joined")));
    failIn(telegramProxy, host, "pass", kicked);

    run.telegram.say(chat.id, person.id, "never shown");

    await eventually("the refusal", () => answers().some((text) => text?.includes("was not delivered")));
    expect(host.told).toEqual([]);
    expect(await cloud.nextUndeliverable()).toHaveLength(1);
  });

  it("is reported to the host when a visitor in Telegram has blocked the bot", async () => {
    const host = await run.host();
    const person = run.telegram.createUser("Tim");
    const chat = run.telegram.createPrivateChat(person);
    run.telegram.say(chat.id, person.id, `/join ${host.channelName}`);
    await eventually("the membership", () => run.telegram.messages(chat.id).length > 1);
    run.telegram.say(chat.id, person.id, "Hello");
    await host.hears("\nHello");
    run.telegram.setBotStatus(chat.id, "kicked");

    host.say("Are you there?");

    await host.hears("cannot be reached. Your message was not delivered");
    expect(await cloud.nextUndeliverable()).toMatchObject([
      { channelName: host.channelName, messageKey: expect.stringMatching(/^toVisitor#u\d{12}$/) },
    ]);
  });

  it("stays pending until Telegram accepts the notice to a visitor in Telegram", async () => {
    const host = await run.host();
    const person = run.telegram.createUser("Tim");
    const chat = run.telegram.createPrivateChat(person);
    const answers = () => run.telegram.messages(chat.id).map(({ text }) => text);
    run.telegram.say(chat.id, person.id, `/join ${host.channelName}`);
    await eventually("the membership", () => answers().some((text) => text?.includes("You have joined")));
    let refusals = 2;
    telegramProxy.behave = ({ path, body }) => {
      if (!path.endsWith("/sendMessage")) {
        return "pass";
      }
      if (body.includes("never shown")) {
        return kicked;
      }
      if (!body.includes("was not delivered") || refusals === 0) {
        return "pass";
      }
      refusals -= 1;
      return tooManyRequests(1);
    };

    run.telegram.say(chat.id, person.id, "never shown");

    await eventually("the notice", () => answers().some((text) => text?.includes("was not delivered")));
    await eventually("it is given up", async () => (await cloud.undeliverable()).length > 0);
    await aWhile(1_500);
    expect(answers().filter((text) => text?.includes("was not delivered"))).toHaveLength(1);
    expect(await cloud.undeliverable()).toHaveLength(0);
  });

  it("is given up if its channel no longer has a host", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const gone = `gone-${host.channelName}`;
    const [row] = await cloud.rows("Messages", "conversation", `${host.channelName}/${visitor.memberId}`);
    await cloud.put("Messages", {
      ...row,
      conversation: `${gone}/${visitor.memberId}`,
      pending: `toHost#${row?.sentAt}#hello`,
      storedAt: new Date(Date.now() - 120_000).toISOString(),
    });

    await run.server.invoke("dev-outbox", { sweep: true });

    const letters = await eventually("a dead letter", async () => {
      const found = await cloud.undeliverable();
      return found.length > 0 && found;
    });
    expect(letters).toMatchObject([{ channelName: gone, messageKey: "toHost#hello" }]);
    const { memberId } = visitor;
    await eventually(
      "nothing is pending",
      async () => (await cloud.pending({ channelName: gone, memberId }, "toHost")).length === 0,
    );
  });
});

describe("a host's message to a visitor who does not return", () => {
  it("stays pending until Telegram accepts the notice to the host", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host, "Ada");
    const { channelName } = host;
    await visitor.close();
    await eventually("the socket is removed", async () => {
      const row = await cloud.member(channelName, visitor.memberId);
      return Object.keys(row?.sockets ?? {}).length === 0;
    });
    host.say("for later");
    await host.hears(" is away");
    const [row] = await cloud.pending({ channelName, memberId: visitor.memberId }, "toVisitor");
    const key = { conversation: row?.conversation, messageKey: row?.messageKey };
    await cloud.set("Messages", key, "storedAt", new Date(Date.now() - 120_000).toISOString());
    await cloud.set("Messages", key, "expiresAt", Math.floor(Date.now() / 1000) + 3_600);
    const faults = failIn(telegramProxy, host, tooManyRequests(2));

    await run.server.invoke("dev-outbox", { sweep: true });
    await eventually("the 429", () => faults.left() === 0);
    const meanwhile = await cloud.get("Messages", key);

    await host.hears("did not come back in time");
    await eventually("it is settled", async () => (await cloud.get("Messages", key))?.outcome !== undefined);
    expect(meanwhile).not.toHaveProperty("outcome");
    expect(await cloud.nextUndeliverable()).toHaveLength(1);
  });
});
