import { failIn, kicked } from "../support/bot-api-answers";
import { Cloud } from "../support/cloud";
import { aWhile, eventually } from "../support/eventually";
import { FaultProxy } from "../support/fault-proxy";
import { KiteRun, nextTimestamp } from "../support/kite-run";

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

describe("a message that Telegram refuses for good", () => {
  it("is told to its visitor, laid on the dead-letter queue, and holds up nobody", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
    const second = await run.visitor(host, "Ada", ada.memberId);
    failIn(telegramProxy, host, kicked);

    const ack = await ada.ask(["TXT", "1", "never shown", nextTimestamp()]);
    await eve.ask(["TXT", "1", "shown all the same", nextTimestamp()]);

    expect(ack).toMatchObject({ 0: "ACK" });
    await host.hears("shown all the same");
    const error = ["ERR", expect.stringContaining("was not delivered"), 404];
    expect([await ada.next(), await second.next()]).toEqual([error, error]);
    const letters = await cloud.deadLetters();
    expect(letters).toEqual([
      { to: "host", channelName: host.channelName, reason: expect.stringContaining("403"), messages: 1 },
    ]);
    expect(JSON.stringify(letters)).not.toContain(ada.memberId);
    expect(await cloud.waiting(`host/${host.channelName}`)).toEqual([]);
    await aWhile(300);
    expect([...ada.unread, ...second.unread, ...eve.unread]).toEqual([]);
    expect(host.told).toEqual(["Hello of Ada", "Hello of Eve", "shown all the same"]);
  });

  it("is told to a visitor who writes in Telegram, in their chat", async () => {
    const host = await run.host();
    const person = run.telegram.createUser("Tim");
    const chat = run.telegram.createPrivateChat(person);
    const answers = () => run.telegram.messages(chat.id).map(({ text }) => text);
    run.telegram.say(chat.id, person.id, `/join ${host.channelName}`);
    await eventually("the seat", () => answers().some((text) => text?.includes("You are a visitor")));
    failIn(telegramProxy, host, "pass", kicked);

    run.telegram.say(chat.id, person.id, "never shown");

    await eventually("the refusal", () => answers().some((text) => text?.includes("was not delivered")));
    expect(host.told).toEqual([]);
    expect(await cloud.deadLetters()).toHaveLength(1);
  });

  it("is told to the host when a visitor in Telegram has blocked the bot", async () => {
    const host = await run.host();
    const person = run.telegram.createUser("Tim");
    const chat = run.telegram.createPrivateChat(person);
    run.telegram.say(chat.id, person.id, `/join ${host.channelName}`);
    await eventually("the seat", () => run.telegram.messages(chat.id).length > 1);
    run.telegram.say(chat.id, person.id, "Hello");
    await host.hears("\nHello");
    run.telegram.setBotStatus(chat.id, "kicked");

    host.say("Are you there?");

    await host.hears("cannot be reached: your message was not delivered");
    expect(await cloud.deadLetters()).toEqual([
      { to: "member", channelName: host.channelName, reason: expect.stringContaining("403"), messages: 1 },
    ]);
  });

  it("is given up when its channel has no host any more", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const gone = `gone-${host.channelName}`;
    const [row] = await cloud.rows("Messages", "conversation", `${host.channelName}/${visitor.memberId}`);
    await cloud.put("Messages", {
      ...row,
      conversation: `${gone}/${visitor.memberId}`,
      waitsFor: `host/${gone}`,
      storedAt: new Date(Date.now() - 120_000).toISOString(),
    });

    await run.server.invoke("dev-outbox", { sweep: true });

    const letters = await eventually("a dead letter", async () => {
      const found = await cloud.deadLetters();
      return found.length > 0 && found;
    });
    expect(letters).toMatchObject([{ channelName: gone, messages: 1 }]);
    expect(await cloud.waiting(`host/${gone}`)).toEqual([]);
  });
});
