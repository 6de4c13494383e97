import { aWhile, eventually } from "../../checks/harness/eventually";
import type { Behaviour } from "../../checks/harness/fault-proxy";
import { type Host, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { serverError, tooManyRequests } from "../support/bot-api-answers";
import { FaultyRun } from "../support/faulty-run";
import { hostUpdate, postUpdate } from "../support/post-update";
import { sendFile } from "../support/visitor-file";

jest.setTimeout(120_000);

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

/** Sets the behavior of the Bot API by chat, method and body. */
function behaveIn(decide: (chatId: string, action: string, body: string) => Behaviour): void {
  faulty.behave(({ service, action, body }) => {
    if (service !== "telegram") {
      return "pass";
    }
    // A JSON body, or a form with a file.
    const chatId = /"chat_id":"?(-?\d+)|name="chat_id"\s+(-?\d+)/.exec(body);
    return decide(chatId?.[1] ?? chatId?.[2] ?? "", action, body);
  });
}

/** Number of texts in the channel without faults. */
const texts = 200;

/** Minimum delay of each text. The outbox waits for a burst to arrive, so that it can order the frames. */
const orderWindowMilliseconds = 1_000;

it("single texts of a channel are posted quickly while one chat hangs for 25 s and one answers 429", async () => {
  const [hanging, limited, free] = [await run.host(), await run.host(), await run.host()];
  const known = async (host: Host, count: number) => {
    const names = Array.from({ length: count }, (_, index) => `V${index}`);
    return Promise.all(names.map((name) => run.knownVisitor(host, name)));
  };
  const slow = [...(await known(hanging, 4)), ...(await known(limited, 4))];
  const quick = await known(free, 8);
  behaveIn((chatId) => {
    if (chatId === String(hanging.chatId)) {
      return { delayMilliseconds: 25_000 };
    }
    return chatId === String(limited.chatId) ? tooManyRequests(60) : "pass";
  });
  const arrived = new Map<string, number>();
  const unsubscribe = run.telegram.subscribe((event) => {
    if (event.type !== "message") {
      return;
    }
    for (const name of event.message.text?.match(/lone-\d+/g) ?? []) {
      arrived.set(name, performance.now());
    }
  });

  for (const visitor of slow) {
    visitor.send(["TXT", "slow", "must wait", nextTimestamp()]);
  }
  await aWhile(2_000);
  const acknowledged = new Map<string, number>();
  for (let index = 0; index < texts; index += 1) {
    const name = `lone-${index}`;
    await quick[index % quick.length]?.ask(["TXT", name, name, nextTimestamp()]);
    acknowledged.set(name, performance.now());
    await aWhile(80);
  }
  await eventually("all are posted", () => arrived.size === texts);
  unsubscribe();

  const added = [...acknowledged]
    .map(([name, at]) => (arrived.get(name) ?? Number.NaN) - at - orderWindowMilliseconds)
    .sort((a, b) => a - b);
  const p99 = added[Math.ceil(0.99 * added.length) - 1] ?? Number.NaN;
  process.stdout.write(
    `added latency of ${added.length} single texts: median ${added[added.length >> 1]?.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms\n`,
  );
  expect(added).toHaveLength(texts);
  expect(p99).toBeLessThanOrEqual(2_000);
  expect(limited.told).not.toContain("must wait");
});

it("a message that always gets a 500 does not delay other visitors of its channel", async () => {
  const host = await run.host();
  const [stuck, other] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
  behaveIn((_chatId, _action, body) => (body.includes("poison") ? serverError : "pass"));
  await stuck.ask(["TXT", "1", "poison", nextTimestamp()]);
  for (let round = 0; round < 3; round += 1) {
    await faulty.clock.advance(20_000);
    const begun = performance.now();
    await other.ask(["TXT", `${round}`, `round ${round}`, nextTimestamp()]);
    await host.hears(`round ${round}`);
    expect(performance.now() - begun).toBeLessThan(orderWindowMilliseconds + 2_000);
  }
  faulty.heal();

  await faulty.advanceUntil("the stuck text", () => host.told.includes("poison"), 10_000);
  expect(host.told.slice(2)).toEqual(["round 0", "round 1", "round 2", "poison"]);
  expect(stuck.unread).toEqual([]);
});

const channelRow = (host: Host) => faulty.cloud.get("Channels", { channelKey: `chat#${host.chatId}` });

describe("a 429 for the report that a host's message has no recipient", () => {
  const reports = ({ heard }: Host) => heard.filter(({ text }) => text?.startsWith("Not delivered"));
  const busy = (host: Host) =>
    behaveIn((chatId) => (chatId === String(host.chatId) ? tooManyRequests(3) : "pass"));

  it("makes Telegram send the update again until the report is sent once", async () => {
    const host = await run.host();
    const update = hostUpdate(host, { text: "Is anybody there?" });
    busy(host);
    const statuses = [await postUpdate(run, update), await postUpdate(run, update)];
    faulty.heal();

    statuses.push(await postUpdate(run, update), await postUpdate(run, update));

    expect(statuses).toEqual([503, 503, 200, 200]);
    await eventually("the report", () => reports(host).length > 0);
    await aWhile(300);
    expect(reports(host)).toHaveLength(1);
  });

  it("delays the chat's other updates for at most two minutes", async () => {
    const host = await run.host();
    const date = Math.floor(Date.now() / 1000) - 130;
    const update = hostUpdate(host, { text: "Is anybody there?", date });
    busy(host);

    const statuses = [await postUpdate(run, update), await postUpdate(run, update)];

    expect(statuses).toEqual([503, 200]);
  });
});

describe("a 429", () => {
  it.each([
    ["2 s", 2, "2"],
    ["a fraction of a second", 2.5, "2.5"],
  ])("of %s delays the retry by this time, and the row stores its end", async (_, seconds) => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    let refusedAt = 0;
    let triedAt = 0;
    behaveIn((_chatId, action, body) => {
      if (action !== "sendMessage" || !body.includes("patient")) {
        return "pass";
      }
      if (refusedAt > 0) {
        triedAt ||= Date.now();
      }
      refusedAt ||= Date.now();
      return triedAt > 0 ? "pass" : tooManyRequests(seconds);
    });

    await visitor.ask(["TXT", "1", "patient", nextTimestamp()]);
    await host.hears("patient");

    expect(triedAt - refusedAt).toBeGreaterThanOrEqual(seconds * 1000);
    expect(triedAt - refusedAt).toBeLessThan(seconds * 1000 + 4_000);
    const notBefore = Number((await channelRow(host))?.notBefore);
    expect(Math.abs(notBefore - refusedAt - seconds * 1000)).toBeLessThan(1_000);
  });

  it("above the 12 h of SQS is stored in the row, and waited for in steps of at most 15 minutes", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const seconds = 13 * 3600;
    const hidden: number[] = [];
    // Conversations of earlier tests wait for two minutes at most.
    const steps = () => hidden.filter((it) => it > 120);
    let refused = 0;
    faulty.behave(({ service, action, body }) => {
      if (action === "ChangeMessageVisibility") {
        hidden.push(JSON.parse(body).VisibilityTimeout);
      }
      if (service !== "telegram" || !body.includes("patient")) {
        return "pass";
      }
      refused += 1;
      return tooManyRequests(seconds);
    });
    await visitor.ask(["TXT", "1", "patient", nextTimestamp()]);
    await eventually("it is hidden", () => steps().length > 0);
    const notBefore = Number((await channelRow(host))?.notBefore);
    expect(Math.abs(notBefore - Date.now() - seconds * 1000)).toBeLessThan(10_000);

    await faulty.clock.advance(901_000);
    await eventually("the second step", () => steps().length === 2);

    expect(steps()).toEqual([900, 900]);
    expect(refused).toBe(1);
    // Ends the wait, because the time in the row decides, and not the queue.
    faulty.heal();
    await faulty.cloud.set("Channels", { channelKey: `chat#${host.chatId}` }, "notBefore", Date.now());
    await faulty.clock.advance(901_000);
    await host.hears("patient");
  });

  it("that comes ten times before a 500 delays the retry by seconds, not by minutes", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const calls: number[] = [];
    behaveIn((_chatId, _action, body) => {
      if (!body.includes("patient")) {
        return "pass";
      }
      calls.push(faulty.clock.now());
      if (calls.length <= 10) {
        return tooManyRequests(0.1);
      }
      return calls.length === 11 ? serverError : "pass";
    });

    await visitor.ask(["TXT", "1", "patient", nextTimestamp()]);
    await faulty.advanceUntil("ten refusals and a fault", () => calls.length >= 11, 4_000);
    await host.hears("patient");

    expect(calls).toHaveLength(12);
    // Two seconds of backoff, four by which this test may advance the clock, and a margin for a busy machine.
    expect((calls[11] ?? Number.NaN) - (calls[10] ?? 0)).toBeLessThan(20_000);
  });
});

describe.each([
  ["sendVideo", { fileName: "clip.mp4", fileType: "video/mp4", bytes: Buffer.from("a clip") }],
  ["sendDocument", { fileName: "bill.pdf", fileType: "application/pdf", bytes: Buffer.from("%PDF-1.7") }],
])("a file that is sent by %s, and whose response from Telegram is lost,", (method, file) => {
  it("is sent at most 3 times, then as a link in a text, and later texts are delivered", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    // Telegram may accept a large file, and respond after the deadline or never.
    run.telegram.faults.failNext(method, { kind: "lostAnswer" }, 100);
    let calls = 0;
    behaveIn((_chatId, action) => {
      if (action === method) {
        calls += 1;
      }
      return "pass";
    });
    await sendFile(visitor, "file", file);
    await visitor.ask(["TXT", "after", "behind the file", nextTimestamp()]);

    await faulty.advanceUntil("the text behind", () => host.told.includes("behind the file"), 15_000);
    run.telegram.faults.clear();

    expect(calls).toBe(3);
    const link = host.told.findIndex((it) => it.startsWith(`${file.fileName}: http`));
    expect(link).toBeGreaterThan(0);
    expect(host.told.indexOf("behind the file")).toBeGreaterThan(link);
    expect(host.told.filter((it) => it.startsWith(`${file.fileName}: http`))).toHaveLength(1);
    await aWhile(300);
    expect(visitor.unread).toEqual([]);
  });
});
