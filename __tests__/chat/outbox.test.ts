import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Behaviour, FaultProxy } from "../../checks/harness/fault-proxy";
import { type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { failIn, serverError, tooManyRequests } from "../support/bot-api-answers";
import { type SideBySide, startSideBySide } from "../support/side-by-side";

let telegramProxy: FaultProxy;
let context: SideBySide;
let run: KiteRun;
beforeAll(async () => {
  telegramProxy = await FaultProxy.start();
  context = await startSideBySide(telegramProxy);
  run = context.run;
});
afterEach(() => telegramProxy.heal());
afterAll(async () => {
  await context.close();
  await telegramProxy.close();
});

const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("a burst of ten frames", () => {
  it.each([
    ["in the order of their timestamps", numbers],
    ["in any order within the second", [7, 2, 9, 0, 4, 1, 8, 3, 6, 5]],
  ])(
    "arrives once and in order if it is sent %s and Telegram answers 429 three times",
    async (_case, order) => {
      const host = await run.host();
      const visitor = await run.knownVisitor(host);
      const start = Date.parse(nextTimestamp());
      // Each text has a thousand characters, so that they do not fit into one post.
      const texts = numbers.map((index) => `${index}${"x".repeat(999)}`);
      const wait = tooManyRequests(1);
      const faults = failIn(telegramProxy, host, wait, "pass", wait, "pass", wait);

      for (const index of order) {
        visitor.send(["TXT", `burst-${index}`, texts[index], new Date(start + index * 10).toISOString()]);
      }

      const answers = await Promise.all(order.map(() => visitor.next()));
      expect(answers).toMatchObject(order.map(() => ({ 0: "ACK" })));
      await eventually("all ten arrive", () => host.told.length > 10);
      await aWhile(1_200);
      expect(host.told).toEqual(["Hello of Ada", ...texts]);
      expect(faults.left()).toBe(0);
    },
  );

  it("is ordered by messageId if the timestamps are equal, across two sockets of the visitor", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const other = await run.visitor(host, "Ada", visitor.memberId);
    const timestamp = nextTimestamp();

    for (const id of ["d", "b", "e"]) {
      visitor.send(["TXT", id, `text ${id}`, timestamp]);
    }
    for (const id of ["c", "a"]) {
      other.send(["TXT", id, `text ${id}`, timestamp]);
    }

    await host.hears("text e");
    expect(host.told.slice(1)).toEqual(["text a", "text b", "text c", "text d", "text e"]);
  });

  it("announces a new visitor once, although the last frame was stored first", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const times = [nextTimestamp(), nextTimestamp(), nextTimestamp()];

    expect(await visitor.ask(["TXT", "3", "three", times[2]])).toMatchObject({ 0: "ACK" });
    expect(await visitor.ask(["TXT", "1", "one", times[0]])).toMatchObject({ 0: "ACK" });
    expect(await visitor.ask(["TXT", "2", "two", times[1]])).toMatchObject({ 0: "ACK" });

    await host.hears("three");
    expect(host.told).toEqual(["one", "two", "three"]);
    expect(host.heard.filter(({ text }) => text?.endsWith("joined"))).toHaveLength(1);
    expect(host.heard.findIndex(({ text }) => text?.endsWith("joined"))).toBe(1);
  });
});

describe("pending texts", () => {
  it("are combined into one post for each visitor", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
    const before = host.heard.length;

    await ada.ask(["TXT", "1", "Ada one", nextTimestamp()]);
    await eve.ask(["TXT", "1", "Eve one", nextTimestamp()]);
    await ada.ask(["TXT", "2", "Ada two", nextTimestamp()]);

    await Promise.all([host.hears("Eve one"), host.hears("Ada two")]);
    const posts = host.heard.slice(before).map(({ text = "" }) => text.replace(/^#\w+ /, ""));
    expect([...posts].sort()).toEqual(["Ada\nAda one\nAda two", "Eve\nEve one"]);
  });

  it("do not delay texts for other hosts, even in the same second", async () => {
    const [stuck, free] = [await run.host(), await run.host()];
    const [ada, eve] = [await run.knownVisitor(stuck, "Ada"), await run.knownVisitor(free, "Eve")];
    const faults = failIn(telegramProxy, stuck, tooManyRequests(3));

    await ada.ask(["TXT", "1", "must wait", nextTimestamp()]);
    await eve.ask(["TXT", "1", "need not wait", nextTimestamp()]);

    await free.hears("need not wait");
    await eventually("the first text was rejected", () => faults.left() === 0);
    await eve.ask(["TXT", "2", "nor this", nextTimestamp()]);
    await free.hears("nor this");
    expect(stuck.told).toEqual(["Hello of Ada"]);
    await stuck.hears("must wait");
    expect(stuck.told).toEqual(["Hello of Ada", "must wait"]);
  });

  it("wait for as long as Telegram requests, even if the visitor sends more texts", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const faults = failIn(telegramProxy, host, tooManyRequests(3));
    await visitor.ask(["TXT", "1", "first", nextTimestamp()]);
    await eventually("the refusal", () => faults.left() === 0);
    const refusedAt = Date.now();

    await visitor.ask(["TXT", "2", "second", nextTimestamp()]);

    await host.hears("second");
    expect(Date.now() - refusedAt).toBeGreaterThan(2_500);
    expect(host.heard.at(-1)?.text).toMatch(/\nfirst\nsecond$/);
  });
});

describe("a post", () => {
  it.each<[string, Behaviour]>([
    ["Telegram answers 500", serverError],
    ["Telegram cannot be reached", "cut"],
  ])("is retried and appears once if %s", async (_case, behaviour) => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const faults = failIn(telegramProxy, host, behaviour);

    const ack = await visitor.ask(["TXT", "1", "in the end", nextTimestamp()]);

    expect(ack).toMatchObject({ 0: "ACK" });
    await host.hears("in the end");
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "in the end"]);
    expect(faults.left()).toBe(0);
    expect(visitor.unread).toEqual([]);
  });

  it("appears twice if Telegram's response is lost, because Telegram cannot detect the repetition", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    run.telegram.faults.failNext("sendMessage", { kind: "lostAnswer" });

    await visitor.ask(["TXT", "1", "shown, but unknown to us", nextTimestamp()]);

    await eventually("the second time", () => host.told.length === 3);
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "shown, but unknown to us", "shown, but unknown to us"]);
  });
});
