import { aWhile, eventually } from "../../checks/harness/eventually";
import { type JoinedVisitor, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";
import { commandMessage, hostUpdate, postUpdate } from "../support/post-update";
import { type SideBySide, startSideBySide } from "../support/side-by-side";

let context: SideBySide;
let run: KiteRun;
beforeAll(async () => {
  context = await startSideBySide();
  run = context.run;
});
afterAll(() => context.close());

describe("a repeated messageId from a client", () => {
  it("gets the same ACK, and the host sees only the first text", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const timestamp = nextTimestamp();

    const first = await visitor.ask(["TXT", "1", "once", timestamp]);
    const again = await visitor.ask(["TXT", "1", "once", timestamp]);
    const later = await visitor.ask(["TXT", "1", "another text", nextTimestamp()]);
    await host.hears("once");
    const afterwards = await visitor.ask(["TXT", "1", "once", timestamp]);

    expect(first).toMatchObject({ 0: "ACK", 1: "1" });
    expect([again, later, afterwards]).toEqual([first, first, first]);
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "once"]);
  });

  it("gets the same ACK on two sockets of the visitor at the same moment", async () => {
    const host = await run.host();
    const one = await run.knownVisitor(host);
    const other = await run.visitor(host, "Ada", one.memberId);
    const ids = ["a", "b", "c", "d", "e"];

    const pairs = await Promise.all(
      ids.map(async (id) => {
        const frame = ["TXT", id, `text ${id}`, nextTimestamp()];
        one.send(frame);
        other.send(frame);
      }),
    ).then(() => Promise.all(ids.flatMap(() => [one.next(), other.next()])));

    const byId = ids.map((id) => pairs.filter((frame) => Array.isArray(frame) && frame[1] === id));
    for (const [ack, same, ...more] of byId) {
      expect(ack).toMatchObject({ 0: "ACK" });
      expect(same).toEqual(ack);
      expect(more).toEqual([]);
    }
    await host.hears("text e");
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", ...ids.map((id) => `text ${id}`)]);
  });

  it("identifies another message in the conversation of another visitor", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];

    const acks = [
      await ada.ask(["TXT", "1", "from Ada", nextTimestamp()]),
      await eve.ask(["TXT", "1", "from Eve", nextTimestamp()]),
    ];

    expect(acks[0]).not.toEqual(acks[1]);
    await host.hears("from Eve");
    expect(host.told.slice(2)).toEqual(["from Ada", "from Eve"]);
  });
});

/** Returns the texts of a visitor's conversation, oldest first. */
async function historyTexts(visitor: JoinedVisitor): Promise<readonly unknown[]> {
  let [type, entries] = (await visitor.ask(["HIS", 50, null])) as [string, [string, string[]][]];
  while (type !== "HIS") {
    [type, entries] = (await visitor.next()) as [string, [string, string[]][]];
  }
  return entries.map(([, frame]) => frame[2]);
}

describe("an update that Telegram sends twice", () => {
  it.each([
    ["one after the other", (post: () => Promise<number>) => post().then(async (it) => [it, await post()])],
    ["at the same moment", (post: () => Promise<number>) => Promise.all([post(), post(), post()])],
  ])("delivers its text once to an online visitor, %s", async (_case, twice) => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const update = hostUpdate(host, { text: "only once" });

    const statuses = await twice(() => postUpdate(run, update));

    expect(new Set(statuses)).toEqual(new Set([200]));
    const first = await visitor.next();
    expect(first).toMatchObject({ 0: "TXT", 2: "only once" });
    await aWhile();
    // Simultaneous copies may both push. The client ignores a messageId that it already has.
    expect(new Set([first, ...visitor.unread].map((frame) => (frame as string[])[1])).size).toBe(1);
    expect(await historyTexts(visitor)).toEqual(["Hello of Ada", "only once"]);
  });

  it("stores its text once for an offline visitor, and notifies the host once", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await visitor.close();
    await aWhile(200);
    const update = hostUpdate(host, { text: "for your return" });

    await Promise.all([postUpdate(run, update), postUpdate(run, update)]);
    await postUpdate(run, update);

    const back = await run.visitor(host, "Ada", visitor.memberId);
    expect(await back.next()).toMatchObject({ 0: "TXT", 2: "for your return" });
    await aWhile();
    expect(back.unread).toEqual([]);
    expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toHaveLength(1);
  });

  it.each([
    ["/info", "Open conversations: 0"],
    ["/help", "connect the visitors"],
    ["/host another-channel", "already, and a chat can host only one"],
  ])("with the command %s gets one answer", async (text, answer) => {
    const host = await run.host();
    const update = hostUpdate(host, commandMessage(text));

    const statuses = await Promise.all([postUpdate(run, update), postUpdate(run, update)]);
    statuses.push(await postUpdate(run, update));

    expect(statuses).toEqual([200, 200, 200]);
    await aWhile(300);
    expect(host.heard.filter((it) => it.text?.includes(answer))).toHaveLength(1);
    expect(host.heard).toHaveLength(2);
  });

  it("with /host creates a channel once, even if both copies arrive at the same moment", async () => {
    const [one, other] = [await run.host(), await run.host()];
    one.say("/drop");
    other.say("/drop");
    await Promise.all([one.hears("has ended"), other.hears("has ended")]);
    await aWhile();
    const wish = commandMessage("/host shared-name");

    await Promise.all([postUpdate(run, hostUpdate(one, wish)), postUpdate(run, hostUpdate(other, wish))]);

    const answers = await eventually("both are answered", () => {
      const heard = [...one.heard, ...other.heard].map(({ text = "" }) => text);
      const found = heard.filter((text) => text.includes("shared-name"));
      return found.length === 2 && found;
    });
    expect(answers.filter((text) => text.includes("hosts the channel shared-name now"))).toHaveLength(1);
    expect(answers.filter((text) => text.includes("is taken"))).toHaveLength(1);
  });

  it("with /join adds a member in Telegram once", async () => {
    const host = await run.host();
    const updates = ["Tim", "Tom", "Tam", "Tum"].map((name) => {
      const person = run.telegram.createUser(name);
      const chat = run.telegram.createPrivateChat(person);
      const message = commandMessage(`/join ${host.channelName}`);
      return hostUpdate(
        { chatId: chat.id, userId: person.id },
        { ...message, chat: { id: chat.id, type: "private" } },
      );
    });

    await Promise.all(
      updates.flatMap((update) => [update, update, update]).map((update) => postUpdate(run, update)),
    );

    const cloud = new Cloud(run.server);
    const members = await cloud.rows("Members", "channelName", host.channelName);
    cloud.close();
    expect(members.filter(({ telegramChatId }) => telegramChatId !== undefined)).toHaveLength(updates.length);
  });
});
