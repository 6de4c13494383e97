import { aWhile, eventually } from "../../checks/harness/eventually";
import { FaultProxy } from "../../checks/harness/fault-proxy";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { failIn, migrated, tooManyRequests } from "../support/bot-api-answers";

let telegramProxy: FaultProxy;
let run: KiteRun;
beforeAll(async () => {
  telegramProxy = await FaultProxy.start();
  run = await KiteRun.start({}, telegramProxy);
});
afterEach(() => telegramProxy.heal());
afterAll(async () => {
  await run.close();
  await telegramProxy.close();
});

/** A text that is too long for one post together with its heading. */
const longest = `${"word ".repeat(819)}.`;

/** Returns the posted text without its spaces, which Telegram trims at the ends of a post. */
function said(host: Host): string {
  return host.told.slice(1).join("").replaceAll(" ", "");
}

const wanted = longest.replaceAll(" ", "");

describe("a text that is too long for one post", () => {
  it("is split below its heading without loss", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);

    expect(await visitor.ask(["TXT", "1", longest, nextTimestamp()])).toMatchObject({ 0: "ACK" });

    await eventually("both parts", () => said(host).length >= wanted.length);
    expect(said(host)).toBe(wanted);
    const parts = host.heard.slice(-2).map(({ text = "" }) => text);
    for (const part of parts) {
      expect(part).toMatch(/^#\w+ Ada\n/);
    }
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(4096);
  });

  it("is not sent from the start again if its second part gets a 429", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const faults = failIn(telegramProxy, host, "pass", tooManyRequests(1));

    await visitor.ask(["TXT", "1", longest, nextTimestamp()]);

    await eventually("the first part", () => faults.left() === 0);
    expect(said(host).length).toBeLessThan(wanted.length);
    await eventually("the second part", () => said(host).length >= wanted.length);
    await aWhile();
    expect(said(host)).toBe(wanted);
  });

  it("continues in the supergroup if the group is converted between its parts", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const people = [run.telegram.createUser("Grace")];
    const supergroup = run.telegram.createGroup({ title: "Support, grown", people });
    failIn(telegramProxy, host, "pass", migrated(supergroup.id));

    await visitor.ask(["TXT", "1", longest, nextTimestamp()]);

    const rest = await eventually("the second part", () =>
      run.telegram.messages(supergroup.id).find(({ text }) => text?.startsWith("#")),
    );
    expect(said(host) + rest.text?.split("\n")[1]?.replaceAll(" ", "")).toBe(wanted);
    expect(run.telegram.messages(supergroup.id)).toHaveLength(1);
  });
});

describe("a group that becomes a supergroup", () => {
  it("keeps its channel: posts go to the supergroup, and its answers reach the visitor", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const grace = run.telegram.createUser("Grace");
    const supergroup = run.telegram.createGroup({ title: "Support, grown", people: [grace] });
    const grown = () => run.telegram.messages(supergroup.id).filter(({ from }) => from?.is_bot);
    telegramProxy.behave = ({ path, body }) =>
      path.endsWith("/sendMessage") && body.includes(String(host.chatId)) ? migrated(supergroup.id) : "pass";

    await visitor.ask(["TXT", "1", "after the move", nextTimestamp()]);
    await eventually("the first", () => grown().some(({ text }) => text?.includes("after the move")));
    run.telegram.say(supergroup.id, grace.id, "I am here now");
    const answer = await visitor.next();
    await visitor.ask(["TXT", "2", "I see", nextTimestamp()]);
    await eventually("the second", () => grown().some(({ text }) => text?.includes("I see")));

    expect(answer).toMatchObject({ 0: "TXT", 2: "I am here now" });
    expect(grown()).toHaveLength(2);
    expect(host.told).toEqual(["Hello of Ada"]);
    expect(run.telegram.messages(host.chatId).at(-1)?.text).toContain("Hello of Ada");
  });

  it("sends the host's messages to the visitor of its newest post, regardless of the ids of the group's posts", async () => {
    const host = await run.host();
    const ada = await run.knownVisitor(host, "Ada");
    const eve = await run.visitor(host, "Eve");
    const grace = run.telegram.createUser("Grace");
    const supergroup = run.telegram.createGroup({ title: "Support, grown", people: [grace] });
    telegramProxy.behave = ({ path, body }) =>
      path.endsWith("/sendMessage") && body.includes(String(host.chatId)) ? migrated(supergroup.id) : "pass";
    await eve.ask(["TXT", "1", "Hello of Eve", nextTimestamp()]);
    await eventually("Eve's post", () =>
      run.telegram.messages(supergroup.id).find(({ text }) => text?.includes("Hello of Eve")),
    );
    await aWhile();
    const before = (await host.hears("Hello of Ada")).message_id;

    const answers = [];
    for (let last = 0; last <= before; last = answers.at(-1)?.message_id ?? before) {
      answers.push(run.telegram.say(supergroup.id, grace.id, `for Eve ${answers.length}`));
      await eventually("it arrives", () => ada.unread.length + eve.unread.length === answers.length);
    }

    const textsOf = ({ unread }: typeof eve) => unread.map((frame) => (frame as string[])[2]);
    expect([textsOf(eve), textsOf(ada)]).toEqual([answers.map(({ text }) => text), []]);
  });

  it("stays with its old chat if the supergroup hosts another channel", async () => {
    const [group, supergroup] = [await run.host(), await run.host()];
    const [ada, eve] = [await run.knownVisitor(group, "Ada"), await run.knownVisitor(supergroup, "Eve")];
    telegramProxy.behave = ({ path, body }) =>
      path.endsWith("/sendMessage") && body.includes(String(group.chatId))
        ? migrated(supergroup.chatId)
        : "pass";
    const needsAttention = (entry: object) =>
      JSON.stringify(entry).includes("supergroup that hosts another channel");

    await ada.ask(["TXT", "1", "of the moved channel", nextTimestamp()]);
    await eventually("an operator is notified", () => run.log.some(needsAttention));
    await eve.ask(["TXT", "1", "of the other channel", nextTimestamp()]);
    await supergroup.hears("of the other channel");

    expect(supergroup.told).toEqual(["Hello of Eve", "of the other channel"]);
    supergroup.say("/drop");
    await eventually("the move", () => supergroup.told.includes("of the moved channel"));
    expect(ada.unread).toEqual([]);
  });
});
