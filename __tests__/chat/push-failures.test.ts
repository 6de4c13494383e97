import { aWhile, eventually } from "../../checks/harness/eventually";
import type { Behaviour } from "../../checks/harness/fault-proxy";
import type { Host, JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
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

/** Injects a fault into pushes, to all sockets or to one. */
function failPushes(behaviour: Behaviour, connectionId?: string): { readonly count: () => number } {
  let count = 0;
  faulty.proxies.sockets.behave = ({ path }) => {
    if (connectionId !== undefined && !decodeURIComponent(path).endsWith(connectionId)) {
      return "pass";
    }
    count += 1;
    return behaviour;
  };
  return { count: () => count };
}

const post = (host: Host, text: string) => postUpdate(run, hostUpdate(host, { text }));
const texts = ({ unread }: JoinedVisitor) => (unread as string[][]).map(([, , text]) => text);

function pending({ channelName }: Host, { memberId }: JoinedVisitor) {
  return faulty.cloud.pending({ channelName, memberId }, "toVisitor");
}

async function socketsOf({ channelName }: Host, { memberId }: JoinedVisitor): Promise<readonly string[]> {
  return Object.keys((await faulty.cloud.member(channelName, memberId))?.sockets ?? {});
}

const answer = (status: number, message: string): Behaviour => ({
  status,
  body: { message, ...(status === 410 && { __type: "GoneException" }) },
});

const gone = answer(410, "Gone");

describe("a push that fails", () => {
  it.each([
    ["429", answer(429, "Rate exceeded")],
    ["403", answer(403, "Forbidden")],
    ["500", answer(500, "Internal server error")],
    ["503", answer(503, "Service Unavailable")],
    ["a connection that is cut", "cut" as const],
  ])(
    "with %s stores the message and answers 200, and the outbox delivers it before later messages",
    async (_, behaviour) => {
      const host = await run.host();
      const visitor = await run.knownVisitor(host);
      const failing = failPushes(behaviour);

      expect(await post(host, "first")).toBe(200);
      expect(failing.count()).toBeGreaterThan(0);
      expect(await pending(host, visitor)).toHaveLength(1);
      faulty.heal();
      expect([await post(host, "second"), await post(host, "third")]).toEqual([200, 200]);
      await faulty.clock.advance(4_000);

      await eventually("all three arrive", () => visitor.unread.length === 3);
      await aWhile(500);
      expect(texts(visitor)).toEqual(["first", "second", "third"]);
      await eventually("nothing is pending", async () => (await pending(host, visitor)).length === 0);
      // The socket counts as open, and the host received no wrong notice.
      expect(await socketsOf(host, visitor)).toHaveLength(1);
      expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toEqual([]);
      expect(await post(host, "fourth")).toBe(200);
      await eventually("the fourth is pushed at once", () => texts(visitor).at(-1) === "fourth");
    },
  );

  it("does not prevent the delivery by another socket of the visitor", async () => {
    const host = await run.host();
    const one = await run.knownVisitor(host);
    const [failingId] = await socketsOf(host, one);
    const other = await run.visitor(host, "Ada", one.memberId);
    await faulty.cloud.joinSettles(host, one);
    const failing = failPushes(answer(500, "Internal server error"), failingId);

    expect(await post(host, "for both")).toBe(200);

    expect(failing.count()).toBeGreaterThan(0);
    await eventually("the other socket has it", () => texts(other).length === 1);
    await eventually("nothing is pending", async () => (await pending(host, one)).length === 0);
    await faulty.clock.advance(70_000);
    await aWhile(500);
    expect([texts(one), texts(other)]).toEqual([[], ["for both"]]);
    expect(await socketsOf(host, one)).toHaveLength(2);
  });

  it("many times does not lose a message, and the order stays correct", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const failing = failPushes(answer(429, "Rate exceeded"));
    expect(await post(host, "first")).toBe(200);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const before = failing.count();
      await faulty.advanceUntil("another attempt", () => failing.count() > before);
      await aWhile(300);
    }
    faulty.heal();

    expect(await post(host, "second")).toBe(200);
    await faulty.advanceUntil("both arrive", () => visitor.unread.length >= 2);
    expect(texts(visitor)).toEqual(["first", "second"]);
  });
});

const awayNotices = ({ heard }: Host) => heard.filter(({ text }) => text?.includes(" is away"));

describe("a message that was stored for an open socket, which then turns out to be closed,", () => {
  it("leads to one notice to the host that the visitor is offline", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    failPushes(answer(500, "Internal server error"));
    const update = hostUpdate(host, { text: "first" });
    expect(await postUpdate(run, update)).toBe(200);
    expect(await post(host, "second")).toBe(200);
    expect(awayNotices(host)).toEqual([]);

    failPushes(gone);
    await faulty.clock.advance(4_000);
    const notice = await host.hears(" is away");
    await eventually("the socket is removed", async () => (await socketsOf(host, visitor)).length === 0);
    // A later message is stored after the pending ones, and a repeated update causes no second answer.
    expect(await post(host, "third")).toBe(200);
    expect(await postUpdate(run, update)).toBe(200);
    await faulty.clock.advance(70_000);
    await aWhile(1_000);

    expect(notice.text).toMatch(/^#\w+ Ada is away/);
    expect(awayNotices(host)).toHaveLength(1);
    faulty.heal();
    const back = await run.visitor(host, "Ada", visitor.memberId);
    await eventually("all three arrive", () => back.unread.length === 3);
    expect(texts(back)).toEqual(["first", "second", "third"]);
  });

  it("leads to the notice even if it is a file that must be copied first", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const question = await host.hears("Hello of Ada");
    failPushes(gone);

    const file = { kind: "document", bytes: Buffer.from("%PDF-1.7"), fileName: "a.pdf" } as const;
    const sent = run.telegram.sendFile(
      host.chatId,
      host.userId,
      { ...file, mimeType: "application/pdf" },
      { replyTo: question.message_id },
    );

    const notice = await host.hears(" is away");
    expect(notice.reply_to_message?.message_id).toBe(sent.message_id);
    faulty.heal();
    const back = await run.visitor(host, "Ada", visitor.memberId);
    expect(await back.next()).toMatchObject({ 0: "BIN", 3: "a.pdf" });
    expect(awayNotices(host)).toHaveLength(1);
  });

  it("leads to no second notice if the visitor was offline before and the next socket closes too", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await visitor.close();
    await eventually("the socket is removed", async () => (await socketsOf(host, visitor)).length === 0);
    expect(await post(host, "first")).toBe(200);
    await host.hears(" is away");

    failPushes(gone);
    await run.visitor(host, "Ada", visitor.memberId);
    await eventually("the new socket is forgotten", async () => {
      return (await socketsOf(host, visitor)).length === 0;
    });
    await aWhile(1_000);

    expect(awayNotices(host)).toHaveLength(1);
    expect(await pending(host, visitor)).toHaveLength(1);
  });
});

describe("pushes that hang", () => {
  it("end within 10 s for all sockets of a visitor, and the message is stored", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await run.visitor(host, "Ada", visitor.memberId);
    await run.visitor(host, "Ada", visitor.memberId);
    await faulty.cloud.joinSettles(host, visitor);
    failPushes("hang");
    const begun = performance.now();

    const status = await post(host, "first");

    const milliseconds = performance.now() - begun;
    expect(status).toBe(200);
    expect(milliseconds).toBeGreaterThan(2_500);
    expect(milliseconds).toBeLessThan(10_500);
    expect(await pending(host, visitor)).toHaveLength(1);
    faulty.heal();
    await faulty.advanceUntil("it arrives", () => visitor.unread.length > 0);
    expect(texts(visitor)).toEqual(["first"]);
  });
});
