import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { FaultyRun, type ServiceCall } from "../support/faulty-run";
import { hostUpdate, postUpdate } from "../support/post-update";

jest.setTimeout(120_000);

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

type Step = (call: ServiceCall) => boolean;

/** Matches a call of a table by its action and by texts in its body. */
function call(action: string, ...texts: readonly string[]): Step {
  return (it) =>
    it.service === "table" && it.action === action && texts.every((text) => it.body.includes(text));
}

/** Matches the n-th call that another step matches. */
function nth(count: number, step: Step): Step {
  let left = count;
  return (it) => {
    if (step(it)) {
      left -= 1;
    }
    return left === 0;
  };
}

const post: Step = (it) => it.action === "sendMessage" && it.body.includes("one");
const settle = call("UpdateItem", '"dev.Messages"', "outcome");

describe("if a function is killed while it delivers to the host", () => {
  it.each<[string, Step, doubles: number]>([
    ["the messages are read", call("Query", '"pending"', '"dev.Messages"'), 0],
    ["the channel is read", call("GetItem", '"dev.Channels"'), 0],
    ["the post", post, 2],
    ["the last active visitor is stored", call("UpdateItem", '"dev.Channels"', "lastActive"), 2],
    ["one of the two messages is settled", settle, 1],
    ["both messages are settled", nth(2, settle), 0],
  ])(
    "after %s, no text is lost, the order is kept, and only texts that are not settled are posted again",
    async (_, step, doubles) => {
      const host = await run.host();
      const visitor = await run.knownVisitor(host, "Ada");
      await run.knownVisitor(host, "Eve");
      await eventually(
        "the hello is settled",
        async () => (await pendingOf(visitor, host.channelName)) === 0,
      );
      const acks = [
        await visitor.ask(["TXT", "1", "one", nextTimestamp()]),
        await visitor.ask(["TXT", "2", "two", nextTimestamp()]),
      ];

      await faulty.outboxEnds(faulty.killAfter(step));
      faulty.heal();
      acks.push(await visitor.ask(["TXT", "3", "three", nextTimestamp()]));
      await faulty.showAgain();

      expect(acks).toMatchObject([{ 0: "ACK" }, { 0: "ACK" }, { 0: "ACK" }]);
      await host.hears("three");
      await aWhile(300);
      const told = host.told.filter((text) => !text.startsWith("Hello"));
      expect(told.filter((text, index) => told.indexOf(text) === index)).toEqual(["one", "two", "three"]);
      // A retried write may settle one of the two messages before the function ends. Only the other message is then
      // repeated. On a busy machine, the second message may be stored only after the first is posted, so it is not
      // repeated either.
      expect(told.length).toBeLessThanOrEqual(3 + doubles);
      expect(told.at(-1)).toBe("three");
      expect(await pendingOf(visitor, host.channelName)).toBe(0);
    },
  );

  it.each<[string, Step, doubles: number]>([
    ["its first part is posted", (it) => it.action === "sendMessage", 1],
    ["its first part is stored as shown", call("UpdateItem", '"dev.Messages"', "partsShown"), 0],
  ])(
    "after %s, a long text is continued, and only a part that is not stored as shown is repeated",
    async (_, step, doubles) => {
      const host = await run.host();
      const visitor = await run.knownVisitor(host, "Ada Lovelace");
      await eventually(
        "the hello is settled",
        async () => (await pendingOf(visitor, host.channelName)) === 0,
      );
      await visitor.ask(["TXT", "1", `${"a".repeat(3000)} ${"b".repeat(1090)}`, nextTimestamp()]);

      await faulty.outboxEnds(faulty.killAfter(step));
      faulty.heal();
      await faulty.showAgain();

      await host.hears("bbb");
      await aWhile(300);
      const parts = host.told.filter((text) => /^[ab ]+$/.test(text));
      expect(parts.map((part) => part[0])).toEqual([...Array(doubles).fill("a"), "a", "b"]);
      expect(await pendingOf(visitor, host.channelName)).toBe(0);
    },
  );
});

async function pendingOf({ memberId }: JoinedVisitor, channelName: string): Promise<number> {
  return (await faulty.cloud.pending({ channelName, memberId }, "toHost")).length;
}

const route = call("PutItem", '"dev.Messages"', "route#");
const push: Step = (it) => it.service === "sockets";
const delivered = call("PutItem", '"dev.Messages"', "toVisitor#", "takenBy");
const pending = call("PutItem", '"dev.Messages"', "toVisitor#", '"pending"');
const mailbox = call("UpdateItem", '"dev.Members"', "mailbox");
const notification: Step = (it) => it.service === "queue" && it.action === "SendMessage";

/** Returns the host's texts without repeated messageIds. */
function once(frames: readonly unknown[]): readonly unknown[] {
  const ids = frames.map((frame) => (frame as string[])[1]);
  return frames
    .filter((_, index) => ids.indexOf(ids[index]) === index)
    .map((frame) => (frame as string[])[2]);
}

describe("if a function is killed while it delivers to an online visitor", () => {
  it.each<[string, Step, pushes: number]>([
    ["the route row is stored", route, 1],
    ["the push", push, 2],
    ["the message is stored as delivered", delivered, 1],
  ])(
    "after %s, the message is delivered with the same messageId when Telegram sends the update again",
    async (_, step, pushes) => {
      const host = await run.host();
      const visitor = await run.knownVisitor(host);
      const update = hostUpdate(host, { text: "first" });

      const killed = faulty.killAfter(step);
      await postUpdate(run, update);
      expect(killed()).toBe(true);
      faulty.heal();
      expect(await postUpdate(run, update)).toBe(200);
      expect(await postUpdate(run, hostUpdate(host, { text: "second" }))).toBe(200);

      await eventually("the second", () => once(visitor.unread).includes("second"));
      await aWhile(300);
      expect(once(visitor.unread)).toEqual(["first", "second"]);
      expect(visitor.unread).toHaveLength(pushes + 1);
    },
  );

  it.each<[string, Step]>([
    ["stored as pending", pending],
    ["counted in the mailbox", mailbox],
    ["reported to the outbox", notification],
  ])("after a failed push, when the message is %s, the outbox delivers it", async (_, step) => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const update = hostUpdate(host, { text: "first" });

    const killed = faulty.killAfter(step, ({ service }) =>
      service === "sockets" ? { status: 500, body: { message: "Internal server error" } } : "pass",
    );
    await postUpdate(run, update);
    expect(killed()).toBe(true);
    faulty.heal();
    expect(await postUpdate(run, update)).toBe(200);
    expect(await postUpdate(run, hostUpdate(host, { text: "second" }))).toBe(200);
    await aWhile(300);
    await faulty.showAgain();

    await eventually("the second", () => once(visitor.unread).includes("second"));
    await aWhile(300);
    expect(once(visitor.unread)).toEqual(["first", "second"]);
    expect(visitor.unread).toHaveLength(2);
  });
});

describe("if a function is killed while it stores a message for an offline visitor", () => {
  it.each<[string, Step]>([
    ["the route row is stored", route],
    ["the message is stored as pending", pending],
    ["the message is counted in the mailbox", mailbox],
  ])(
    "after %s, the message is stored once, and the host is notified, when Telegram sends the update again",
    async (_, step) => {
      const host = await run.host();
      const visitor = await run.knownVisitor(host);
      await visitor.close();
      await eventually("the socket is removed", async () => {
        const row = await faulty.cloud.member(host.channelName, visitor.memberId);
        return Object.keys((row?.sockets ?? {}) as object).length === 0;
      });
      const update = hostUpdate(host, { text: "first" });

      const killed = faulty.killAfter(step);
      await postUpdate(run, update);
      expect(killed()).toBe(true);
      faulty.heal();
      expect(await postUpdate(run, update)).toBe(200);
      expect(await postUpdate(run, hostUpdate(host, { text: "second" }))).toBe(200);

      const back = await run.visitor(host, "Ada", visitor.memberId);
      await eventually("the second", () => once(back.unread).includes("second"));
      await aWhile(300);
      expect(back.unread).toMatchObject([
        { 0: "TXT", 2: "first" },
        { 0: "TXT", 2: "second" },
      ]);
      expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toHaveLength(1);
    },
  );
});

/**
 * Sets the time of a report's claim to 0. The claim is then older than any attempt to send the report, so the next
 * attempt may send it.
 */
async function endAttempt(host: Host, { message }: ReturnType<typeof hostUpdate>): Promise<void> {
  const key = { conversation: `route#${host.chatId}/${message.message_id}`, messageKey: "route" };
  await faulty.cloud.set("Messages", key, "claimedAt", 0);
}

describe("if a function is killed while it reports a message without a recipient", () => {
  it.each<[string, Step, reports: number]>([
    ["the answer is claimed", call("UpdateItem", '"dev.Messages"', "route#", "answered"), 1],
    ["the report", (it) => it.action === "sendMessage" && it.body.includes("Not delivered"), 2],
    ["the report is noted", call("UpdateItem", '"dev.Messages"', "route#", "reported"), 1],
  ])(
    "after %s, the host has the report once Telegram has sent the update again, and no visitor gets the message",
    async (_, step, reports) => {
      const host = await run.host();
      const update = hostUpdate(host, { text: "Is anybody there?" });

      const killed = faulty.killAfter(step);
      await postUpdate(run, update);
      expect(killed()).toBe(true);
      faulty.heal();
      const visitor = await run.knownVisitor(host);
      await endAttempt(host, update);
      expect(await postUpdate(run, update)).toBe(200);
      expect(await postUpdate(run, update)).toBe(200);
      expect(await postUpdate(run, hostUpdate(host, { text: "Welcome" }))).toBe(200);

      await eventually("the welcome", () => once(visitor.unread).includes("Welcome"));
      expect(once(visitor.unread)).toEqual(["Welcome"]);
      expect(host.heard.filter(({ text }) => text?.startsWith("Not delivered"))).toHaveLength(reports);
    },
  );
});
