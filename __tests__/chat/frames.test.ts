import fc from "fast-check";
import { type Frame, Visitor } from "../../checks/harness/client/visitor";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { type SideBySide, startSideBySide } from "../support/side-by-side";

const text = (id: string) => ["TXT", id, `text ${id}`, nextTimestamp()];

/** Sends frames without waiting for answers, and returns one answer for each. */
async function burst(visitor: Visitor, frames: readonly (readonly unknown[])[]): Promise<readonly Frame[]> {
  for (const frame of frames) {
    visitor.send(frame);
  }
  return Promise.all(frames.map(() => visitor.next()));
}

describe("frames that are sent immediately after JOIN", () => {
  let context: SideBySide;
  let host: Host;
  beforeAll(async () => {
    context = await startSideBySide();
    host = await context.run.host();
  }, 60_000);
  afterAll(() => context?.close());
  const connect = () => Visitor.connect(context.run.webSocketUrl(host.channelName));

  /** Number of visitors who send JOIN and three texts without waiting. */
  const visitors = 200;
  const atATime = 4;

  /**
   * A frame waits a second for its JOIN. On a busy machine, the JOIN may take longer. The answer 401 is then correct,
   * and another visitor replaces this one.
   */
  const promptMilliseconds = 900;
  const mostVisitors = 3 * visitors;

  /** @returns the answers other than OK and ACK, and whether JOIN was answered promptly */
  async function comeIn(memberId: string) {
    const visitor = await connect();
    const begun = performance.now();
    let isPrompt = false;
    visitor.send(["JOIN", memberId, memberId, host.channelName]);
    for (const part of ["a", "b", "c"]) {
      visitor.send(text(`${memberId}-${part}`));
    }
    const refused: Frame[] = [];
    for (let answers = 0; answers < 4; answers += 1) {
      const answer = await visitor.next();
      const [type] = answer as unknown[];
      if (type === "OK") {
        isPrompt = performance.now() - begun < promptMilliseconds;
      } else if (type !== "ACK") {
        refused.push(answer);
      }
    }
    await visitor.close();
    return { memberId, isPrompt, refused };
  }

  it("are all accepted and delivered in order, 200 times", async () => {
    const prompt: Awaited<ReturnType<typeof comeIn>>[] = [];
    for (let first = 0; prompt.length < visitors && first < mostVisitors; first += atATime) {
      const ids = Array.from({ length: atATime }, (_, index) => `v${first + index}`);
      prompt.push(...(await Promise.all(ids.map(comeIn))).filter(({ isPrompt }) => isPrompt));
    }

    expect(prompt.length).toBeGreaterThanOrEqual(visitors);
    expect(prompt.flatMap(({ refused }) => refused)).toEqual([]);
    const told = (memberId: string) => host.told.filter((it) => it.startsWith(`text ${memberId}-`));
    await eventually("all are posted", () => prompt.every(({ memberId }) => told(memberId).length >= 3));
    for (const { memberId } of prompt) {
      expect(told(memberId)).toEqual(["a", "b", "c"].map((part) => `text ${memberId}-${part}`));
    }
  }, 300_000);

  it("get 401 after about a second if JOIN is missing", async () => {
    const visitor = await connect();
    const begun = performance.now();

    const answer = await visitor.ask(text("early"));

    expect(answer).toEqual([
      "ERR",
      "You have not joined the chat yet. Join it before you send anything.",
      401,
    ]);
    expect(performance.now() - begun).toBeGreaterThan(950);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it("wait for a JOIN that arrives half a second later", async () => {
    const visitor = await connect();
    visitor.send(text("early"));
    await aWhile(500);
    visitor.send(["JOIN", "late", "Late", host.channelName]);

    expect(await visitor.next()).toEqual(["OK"]);
    expect(await visitor.next()).toMatchObject({ 0: "ACK", 1: "early" });
  });

  it("get 429 above the limit of a connection without JOIN, but a PING gets PONG", async () => {
    const visitor = await connect();

    const answers = await burst(
      visitor,
      Array.from({ length: 27 }, (_, index) => text(`flood-${index}`)),
    );

    const codes = answers.map((it) => (it as unknown[])[2]);
    expect(new Set(codes)).toEqual(new Set([401, 429]));
    expect(codes.filter((code) => code === 401).length).toBeGreaterThanOrEqual(20);
    expect(codes.filter((code) => code === 429).length).toBeGreaterThan(0);
    expect(await visitor.ask(["PING"])).toEqual(["PONG"]);
  });
});

describe("a connection", () => {
  let run: KiteRun;
  let host: Host;
  beforeAll(async () => {
    run = await KiteRun.start({ environment: { FRAME_BURST: "2000" } });
    host = await run.host();
  }, 60_000);
  afterAll(() => run?.close());
  const connect = (channelName?: string) => {
    const url = run.webSocketUrl(channelName ?? "");
    return Visitor.connect(channelName === undefined ? url.replace(/\?.*/, "") : url);
  };

  it("gets one OK and one 409 for simultaneous JOINs of two members, and sends as the accepted member only", async () => {
    for (let round = 0; round < 10; round += 1) {
      const visitor = await connect(host.channelName);
      const names = [`one-${round}`, `other-${round}`];

      const answers = await burst(
        visitor,
        names.map((memberId) => ["JOIN", memberId, memberId, host.channelName]),
      );

      expect(answers.filter((it) => (it as unknown[])[0] === "OK")).toHaveLength(1);
      expect(answers.filter((it) => (it as unknown[])[2] === 409)).toHaveLength(1);
      expect(await visitor.ask(text(`round-${round}`))).toMatchObject({ 0: "ACK" });
      const post = await host.hears(`text round-${round}`);
      expect(names.some((name) => post.text?.includes(` ${name}\n`))).toBe(true);
      await visitor.close();
    }
  });

  it("can join without ?c=, and gets 409 for a channel that differs from ?c=", async () => {
    const free = await connect();
    expect(await free.ask(["JOIN", "free", null, host.channelName])).toEqual(["OK"]);
    expect(await free.ask(text("free"))).toMatchObject({ 0: "ACK" });

    const other = await connect("another-channel");
    const conflict = ["ERR", expect.stringContaining("opened for another chat"), 409];
    expect(await other.ask(["JOIN", "other", null, host.channelName])).toEqual(conflict);
    expect(await other.ask(["JOIN", "other", null, "another-channel"])).toMatchObject({ 2: 404 });
    expect(await other.ask(["JOIN", "other", null, host.channelName])).toEqual(conflict);
  });

  /** Number of frames per connection. A connection is closed after 30 rejected frames. */
  const framesAConnection = 25;
  let left = 0;
  let socket: Visitor | undefined;
  const joined = async () => {
    left -= 1;
    if (left > 0 && socket) {
      return socket;
    }
    await socket?.close();
    left = framesAConnection;
    socket = await run.visitor(host, "Ada", "fuzz");
    return socket;
  };

  const loneSurrogate = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
  const illFormed = fc
    .tuple(fc.string({ maxLength: 5 }), loneSurrogate)
    .map(([start, end]) => `${start}${end}`);
  const time = "2026-01-31T12:00:00.000Z";
  const file = ["a.pdf", "application/pdf", 9, time];

  it.each<[string, (bad: string) => readonly unknown[]]>([
    ["the type", (bad) => [bad]],
    ["the memberId of JOIN", (bad) => ["JOIN", bad, "Ada", "kite-demo"]],
    ["the memberName of JOIN", (bad) => ["JOIN", "fuzz", bad, host.channelName]],
    ["the channelName of JOIN", (bad) => ["JOIN", "fuzz", null, bad]],
    ["the messageId of TXT", (bad) => ["TXT", bad, "text", time]],
    ["the text of TXT", (bad) => ["TXT", "1", bad, time]],
    ["the timestamp of TXT", (bad) => ["TXT", "1", "text", bad]],
    ["the fileName of UPL", (bad) => ["UPL", "1", `${bad}.pdf`, ...file.slice(1)]],
    ["the fileType of UPL", (bad) => ["UPL", "1", "a.pdf", bad, 9, time]],
    ["the url of BIN", (bad) => ["BIN", "1", bad, ...file]],
    ["the time of HIS", (bad) => ["HIS", 1, bad]],
  ])("gets ERR 400 for invalid Unicode in %s", async (_, frameWith) => {
    await fc.assert(
      fc.asyncProperty(illFormed, async (bad) => {
        const visitor = await joined();
        expect(await visitor.ask(frameWith(bad))).toMatchObject({ 0: "ERR", 2: 400 });
      }),
      { numRuns: 8 },
    );
  });

  const types = fc.constantFrom(
    "JOIN",
    "TXT",
    "UPL",
    "BIN",
    "HIS",
    "CTX",
    "__proto__",
    "constructor",
    "toString",
  );
  const anyFrame = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc
      .tuple(types, fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 6 }))
      .map(([type, rest]) => [type, ...rest]),
    fc.constantFrom({ toString: 1 }, { valueOf: null }, { toJSON: "x" }, [
      "TXT",
      { toJSON: 1, length: -1 },
      [],
      {},
    ]),
  );

  it("never gets an ERR 500 for any JSON value", async () => {
    const before = run.log.length;
    await fc.assert(
      fc.asyncProperty(anyFrame, async (value) => {
        const visitor = await joined();
        const [type, , code] = (await visitor.ask(JSON.stringify(value))) as unknown[];
        expect(type).toBe("ERR");
        expect([400, 413, 404, 409]).toContain(code);
      }),
      { numRuns: 150 },
    );
    expect(run.log.slice(before).filter(({ level }) => level === "error")).toEqual([]);
  });

  const depth = 15_000;
  it.each([
    ["arrays", "[".repeat(depth) + "]".repeat(depth)],
    ["arrays in a type", `[${"[".repeat(depth)}${"]".repeat(depth)}]`],
    ["objects", `${'{"a":'.repeat(4_000)}1${"}".repeat(4_000)}`],
    ["arrays in a field", `["TXT",${"[".repeat(depth - 50)}${"]".repeat(depth - 50)},"x","${time}"]`],
    ["objects in a field", `["HIS",${'{"a":'.repeat(4_000)}1${"}".repeat(4_000)},null]`],
  ])("gets ERR 400 for deeply nested %s", async (_, body) => {
    const visitor = await joined();

    expect(await visitor.ask(body)).toMatchObject({ 0: "ERR", 2: 400 });

    expect(await visitor.ask(text("still-here"))).toMatchObject({ 0: "ACK" });
  });
});
