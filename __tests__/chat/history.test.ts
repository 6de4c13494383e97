import { eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  run = await KiteRun.start({ environment: { FRAME_BURST: "200" } });
  cloud = new Cloud(run.server);
});
afterAll(async () => {
  cloud.close();
  await run.close();
});

type Entry = readonly ["in" | "out", readonly unknown[]];

async function historyOf(visitor: JoinedVisitor, limit: number, before: string | null = null) {
  const answer = await visitor.ask(["HIS", limit, before]);
  if (!Array.isArray(answer) || answer[0] !== "HIS") {
    throw new Error(`Got ${JSON.stringify(answer)}`);
  }
  return answer[1] as readonly Entry[];
}

const textsOf = (entries: readonly Entry[]) => entries.map(([, frame]) => frame[2]);

/** Returns times that begin a minute ago, one second apart. */
const timeOf = (index: number) => new Date(start + index * 1_000).toISOString();
const start = Date.now() - 60_000;

/** Creates a visitor who has sent ten texts. */
async function talkative(): Promise<{ readonly host: Host; readonly visitor: JoinedVisitor }> {
  const host = await run.host();
  const visitor = await run.visitor(host);
  for (let index = 0; index < 10; index += 1) {
    await visitor.ask(["TXT", `m${index}`, `text ${index}`, timeOf(index)]);
  }
  return { host, visitor };
}

describe("HIS", () => {
  it("returns both directions as the visitor saw them, oldest first", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    host.say("Good morning.");
    const answer = await visitor.next();
    const timestamp = nextTimestamp();
    await visitor.ask(["TXT", "2", "And to you", timestamp]);

    const entries = await historyOf(visitor, 50);

    expect(entries).toEqual([
      ["out", ["TXT", "hello", "Hello of Ada", expect.any(String)]],
      ["in", answer],
      ["out", ["TXT", "2", "And to you", timestamp]],
    ]);
  });

  it.each([
    ["the newest three texts", 3, null, [7, 8, 9]],
    ["three texts before a time, without the text of that time", 3, timeOf(5), [2, 3, 4]],
    ["fewer texts if there are not enough", 50, timeOf(2), [0, 1]],
    ["no text before the first", 50, timeOf(0), []],
    ["all texts", 50, null, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])("returns %s", async (_case, limit, before, wanted) => {
    const { visitor } = await talkative();

    const entries = await historyOf(visitor, limit, before);

    expect(textsOf(entries)).toEqual(wanted.map((index) => `text ${index}`));
  });

  it("returns no conversation of another member of the same channel", async () => {
    const { host } = await talkative();
    const other = await run.visitor(host, "Eve");

    expect(await historyOf(other, 50)).toEqual([]);
  });

  it("returns pending messages, but does not mark them as delivered", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await visitor.close();
    await eventually("the socket is removed", async () => {
      const row = await cloud.member(host.channelName, visitor.memberId);
      return Object.keys(row?.sockets ?? {}).length === 0;
    });
    host.say("While you were out");
    await host.hears(" is away");
    const back = await run.visitor(host, "Ada", visitor.memberId);

    const entries = await historyOf(back, 50);

    expect(textsOf(entries)).toEqual(["Hello of Ada", "While you were out"]);
    expect(await back.next()).toEqual(entries[1]?.[1]);
  });

  it("returns at most 96 KB, and the rest on the next request", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    // Each text has 12 KB as JSON, because a quote has two bytes and a control character has six.
    const long = '\u0001"'.repeat(1_536).slice(0, 3_072);
    for (let index = 0; index < 12; index += 1) {
      await visitor.ask(["TXT", `m${index}`, `${index}${long}`, timeOf(index)]);
    }

    const newest = await historyOf(visitor, 50);
    const older = await historyOf(visitor, 50, String(newest[0]?.[1][3]));

    const bytes = Buffer.byteLength(JSON.stringify(["HIS", newest]));
    expect(bytes).toBeLessThanOrEqual(96 * 1024);
    expect(bytes).toBeGreaterThan(80 * 1024);
    expect([...textsOf(older), ...textsOf(newest)].map((text) => Number.parseInt(String(text), 10))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });

  it.each([
    ["limit", 0, null],
    ["limit", 51, null],
    ["limit", 1.5, null],
    ["limit", "10", null],
    ["before", 10, "yesterday"],
    ["before", 10, 5],
  ])("with an invalid %s (%p, %p) gets 400", async (field, limit, before) => {
    const host = await run.host();
    const visitor = await run.visitor(host);

    const answer = await visitor.ask(["HIS", limit, before]);

    expect(answer).toEqual(["ERR", expect.stringMatching(new RegExp(`^${field}: `)), 400]);
  });
});
