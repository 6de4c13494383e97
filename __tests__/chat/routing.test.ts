import type { Message } from "@grammyjs/types";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { failIn, tooManyRequests } from "../support/bot-api-answers";
import { FaultyRun } from "../support/faulty-run";
import { hostUpdate, postUpdate } from "../support/post-update";

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

const notices = (host: Host) => host.heard.filter(({ text }) => text?.includes("received this"));
const texts = ({ unread }: JoinedVisitor) =>
  (unread as string[][]).filter(([type]) => type === "TXT").map(([, , text]) => text);

/** Waits until a visitor has received texts, and then expects that no other visitor has received any. */
async function receives(visitor: JoinedVisitor, expected: readonly string[], ...others: JoinedVisitor[]) {
  await eventually(`${expected} arrives`, () => visitor.unread.length >= expected.length);
  await aWhile(300);
  expect(texts(visitor)).toEqual(expected);
  expect(others.flatMap(texts)).toEqual([]);
}

async function channelRow(host: Host) {
  const row = await faulty.cloud.get("Channels", { channelKey: `chat#${host.chatId}` });
  return row as { lastActive: { tag: string; postId: number; displacedAt?: number }[] };
}

/** Waits until the channel's row contains the visitor's post, because a host answers only after that. */
async function isActive(host: Host, { message_id: postId }: Message) {
  await eventually("the post is stored", async () =>
    ((await channelRow(host)).lastActive ?? []).some((it) => it.postId === postId),
  );
}

describe("a repeated update", () => {
  it("goes to the recipient in the route row, even if another visitor has become the last active one", async () => {
    const host = await run.host();
    const alice = await run.knownVisitor(host, "Alice");
    await isActive(host, await host.hears("Hello of Alice"));
    const update = hostUpdate(host, { text: "for Alice" });
    // Only the route row is stored, and Telegram gets a 503.
    faulty.killAfter(({ body }) => body.includes("route#"));
    expect(await postUpdate(run, update)).toBe(503);
    faulty.heal();
    const bob = await run.knownVisitor(host, "Bob");
    await isActive(host, await host.hears("Hello of Bob"));

    expect(await postUpdate(run, update)).toBe(200);
    expect(await postUpdate(run, update)).toBe(200);

    await receives(alice, ["for Alice"], bob);
  });

  it("reaches no second visitor if a table call failed after the first push", async () => {
    const host = await run.host();
    const alice = await run.knownVisitor(host, "Alice");
    await isActive(host, await host.hears("Hello of Alice"));
    const update = hostUpdate(host, { text: "for Alice" });
    faulty.killAfter(({ service }) => service === "sockets");
    expect(await postUpdate(run, update)).toBe(503);
    faulty.heal();
    const bob = await run.knownVisitor(host, "Bob");
    await isActive(host, await host.hears("Hello of Bob"));

    expect(await postUpdate(run, update)).toBe(200);

    await receives(alice, ["for Alice", "for Alice"], bob);
    expect(new Set(alice.unread.map((frame) => (frame as string[])[1])).size).toBe(1);
  });
});

describe("a reply", () => {
  let host: Host;
  let ada: JoinedVisitor;
  let eve: JoinedVisitor;
  let fromAda: Message;
  beforeEach(async () => {
    host = await run.host();
    ada = await run.knownVisitor(host, "Ada");
    fromAda = await host.hears("Hello of Ada");
    eve = await run.knownVisitor(host, "Eve");
    await isActive(host, await host.hears("Hello of Eve"));
  });

  it("to a message of the host goes to the recipient of that message, and so does a reply to that reply", async () => {
    const first = host.say("first", fromAda);
    await eventually("it arrives", () => ada?.unread.length === 1);
    const second = host.say("second", first);
    await eventually("it arrives", () => ada?.unread.length === 2);
    host.say("third", second);

    await receives(ada, ["first", "second", "third"], eve);
    expect(notices(host)).toEqual([]);
  });

  it("to a notice about one visitor goes to that visitor", async () => {
    const joined = await host.hears("Ada joined");
    host.say("Welcome", joined);

    await receives(ada, ["Welcome"], eve);
  });

  it.each([
    ["the bot's help", "I connect the visitors of a website"],
    ["a notice about several visitors", "Left: #a1 Ada, #b2 Eve"],
  ])("to %s is not delivered, and the host is asked to reply to a visitor's message", async (_, text) => {
    const replied = {
      message_id: 5,
      date: 1,
      chat: { id: host.chatId, type: "supergroup", title: "Support" },
      from: { id: run.telegram.bot.id, is_bot: true, first_name: "Kite" },
      text,
    };

    expect(await postUpdate(run, hostUpdate(host, { text: "to whom?", reply_to_message: replied }))).toBe(
      200,
    );

    await host.hears("Reply to a visitor's message");
    await aWhile(300);
    expect([...(ada?.unread ?? []), ...(eve?.unread ?? [])]).toEqual([]);
  });

  it("to an anonymous administrator's message goes to its recipient, not to another tag in its text", async () => {
    const ofEve = await host.hears("Hello of Eve");
    const sender_chat = { id: host.chatId, type: "supergroup", title: "Support" };
    const from = { id: 1_087_968_824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
    const text = `${ofEve.text?.split(" ")[0]} wrote the same`;
    const first = hostUpdate(host, { sender_chat, from, text, reply_to_message: fromAda });
    await postUpdate(run, first);
    await receives(ada, [text], eve);

    const { reply_to_message, ...replied } = first.message as { reply_to_message?: object };
    await postUpdate(run, hostUpdate(host, { sender_chat, from, text: "More", reply_to_message: replied }));

    await receives(ada, [text, "More"], eve);
  });

  it("to a host's message without a recipient is not delivered", async () => {
    const replied = {
      message_id: 899_000_000,
      date: 1,
      chat: { id: host.chatId, type: "supergroup", title: "Support" },
      from: { id: host.userId, is_bot: false, first_name: "Grace" },
      text: "#nobody is a tag that a host wrote",
    };

    await postUpdate(run, hostUpdate(host, { text: "to whom?", reply_to_message: replied }));

    await host.hears("Reply to a visitor's message");
    await aWhile(300);
    expect([...(ada?.unread ?? []), ...(eve?.unread ?? [])]).toEqual([]);
  });
});

describe("a plain message of the host", () => {
  it("goes to the visitor of the newest post, not to a visitor whose text waits after a 429", async () => {
    const host = await run.host();
    const eve = await run.knownVisitor(host, "Eve");
    const ada = await run.knownVisitor(host, "Ada");
    await isActive(host, await host.hears("Hello of Ada"));
    const waiting = failIn(faulty.proxies.telegram, host, tooManyRequests(30));
    await eve.ask(["TXT", "1", "waits", nextTimestamp()]);
    await eventually("Telegram refuses it", () => waiting.left() === 0);

    host.say("answers Ada");

    await receives(ada, ["answers Ada"], eve);
    expect(host.told).not.toContain("waits");
  });

  it("is followed by a notice that names its recipient, if another visitor was active within 5 minutes", async () => {
    const host = await run.host();
    const eve = await run.knownVisitor(host, "Eve");
    const ada = await run.knownVisitor(host, "Ada");
    await isActive(host, await host.hears("Hello of Ada"));
    const said = host.say("who gets it?");

    await receives(ada, ["who gets it?"], eve);

    const { lastActive } = await channelRow(host);
    expect(notices(host)).toMatchObject([
      {
        text: expect.stringContaining(`#${lastActive[0]?.tag} Ada received this`),
        reply_to_message: { message_id: said.message_id },
      },
    ]);
    // A reply to the notice goes to the visitor whom it names.
    host.say("and this?", notices(host)[0]);
    await receives(ada, ["who gets it?", "and this?"], eve);
    expect(notices(host)).toHaveLength(1);
  });

  it.each([
    ["more than 5 minutes ago", 5 * 60_000 + 5_000, 0],
    ["less than 5 minutes ago", 5 * 60_000 - 20_000, 1],
  ])("is followed by the notice if the displacement was recent: %s", async (_, age, count) => {
    const host = await run.host();
    const eve = await run.knownVisitor(host, "Eve");
    const ada = await run.knownVisitor(host, "Ada");
    await isActive(host, await host.hears("Hello of Ada"));
    const { lastActive } = await channelRow(host);
    const aged = lastActive.map((it, index) => (index === 0 ? it : { ...it, displacedAt: Date.now() - age }));
    expect(aged).toHaveLength(2);
    await faulty.cloud.set("Channels", { channelKey: `chat#${host.chatId}` }, "lastActive", aged);

    host.say("who gets it?");

    await receives(ada, ["who gets it?"], eve);
    expect(notices(host)).toHaveLength(count);
  });

  it("goes to the visitor of the newest post before it, even if its update arrives after many later posts", async () => {
    const host = await run.host();
    const ada = await run.knownVisitor(host, "Ada");
    const hello = await host.hears("Hello of Ada");
    await isActive(host, hello);
    // The id directly after Ada's post, before Eve's.
    const message_id = hello.message_id + 1;
    const eve = await run.knownVisitor(host, "Eve");
    await isActive(host, await host.hears("Hello of Eve"));
    const { lastActive } = await channelRow(host);
    // The state after many alternating posts: the channel's row contains only later posts.
    const later = Array.from({ length: 8 }, (_, index) => ({
      tag: lastActive.at(index % 2)?.tag,
      postId: message_id + 100 - index,
      ...(index > 0 && { displacedAt: Date.now() }),
    }));
    await faulty.cloud.set("Channels", { channelKey: `chat#${host.chatId}` }, "lastActive", later);

    expect(await postUpdate(run, hostUpdate(host, { text: "for Ada", message_id }))).toBe(200);

    await receives(ada, ["for Ada"], eve);
  });

  it("goes to the visitor of the newest post if two visitors write alternately", async () => {
    const host = await run.host();
    const ada = await run.knownVisitor(host, "Ada");
    const eve = await run.knownVisitor(host, "Eve");
    await isActive(host, await host.hears("Hello of Eve"));
    await ada.ask(["TXT", "again", "Ada again", nextTimestamp()]);
    await isActive(host, await host.hears("Ada again"));

    host.say("for Ada");

    await receives(ada, ["for Ada"], eve);
  });

  it("goes to the visitor of the newest post before it, even if two conversations post in parallel", async () => {
    const host = await run.host();
    const visitors = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
    const expected = visitors.map((): string[] => []);

    for (let round = 0; round < 6; round += 1) {
      const before = host.heard.length;
      for (const visitor of visitors) {
        visitor.send(["TXT", `r${round}`, `round ${round}`, nextTimestamp()]);
      }
      await eventually(
        "both are posted",
        () => host.heard.length >= before + 2 && host.told.length === 4 + 2 * round,
      );
      // Waits until the newest post is stored, before the host writes.
      await aWhile(600);
      const newest = host.heard.filter(({ text }) => text?.includes(`round ${round}`)).at(-1)?.text ?? "";
      expected[/ Ada\n/.test(newest) ? 0 : 1]?.push(`answer ${round}`);
      host.say(`answer ${round}`);
      await eventually("the answer", () => visitors.flatMap(texts).length === round + 1);
    }

    expect(visitors.map(texts)).toEqual(expected);
  });

  it("does not go to a visitor who wrote after the host, even if the update is late", async () => {
    const host = await run.host();
    const eve = await run.knownVisitor(host, "Eve");
    const fromEve = await host.hears("Hello of Eve");
    await isActive(host, fromEve);
    const ada = await run.knownVisitor(host, "Ada");
    await isActive(host, await host.hears("Hello of Ada"));

    // The host's message has a lower id than Ada's post, and its update arrives late.
    const late = hostUpdate(host, { text: "for Eve", message_id: fromEve.message_id + 1 });
    expect(await postUpdate(run, late)).toBe(200);

    await receives(eve, ["for Eve"], ada);
  });
});
