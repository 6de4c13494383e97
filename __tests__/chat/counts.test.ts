import { randomUUID } from "node:crypto";
import { CountedRun } from "../../bench/counted-run";
import { type Host, type JoinedVisitor, nextTimestamp } from "../support/kite-run";
import { Visitor } from "../support/visitor";

let counted: CountedRun;
let host: Host;
let visitor: JoinedVisitor;
beforeAll(async () => {
  counted = await CountedRun.start(process.env.KITE_TEST_PLAN ?? "");
  host = await counted.run.host();
  visitor = await counted.run.visitor(host, "Ada Lovelace");
  // The first message of a visit is announced as well, which takes one more write.
  await rest();
  await visitor.ask(["TXT", "first", "The first", nextTimestamp()]);
  await host.hears("The first");
  await counted.settled(3);
});
afterAll(() => counted.close());

/** Until the member's rate is whole again: a frame within half a second of the last one takes one more write. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 600));
beforeEach(rest);

/** Of the longest text that the aim speaks of, with ids as clients make them. */
const textFrame = () => ["TXT", randomUUID(), "x".repeat(512), nextTimestamp()];

const nothing = { reads: 0, writes: 0, readUnits: 0, writeUnits: 0, queueRequests: 0 };

describe("what a visitor's text asks of AWS", () => {
  it("is one read, two writes and a wake-up; then one query, one write and one write for the message", async () => {
    const dispatcher = await counted.during(() => visitor.ask(textFrame()));
    const outbox = await counted.during(() => counted.settled(3));

    // The rate, and the message with its two indexes.
    expect(dispatcher).toEqual({ reads: 1, writes: 2, readUnits: 1, writeUnits: 1 + 3, queueRequests: 1 });
    // Who wrote last, and the message that leaves the index of what waits.
    expect(outbox).toEqual({ reads: 1, writes: 2, readUnits: 0.5, writeUnits: 1 + 2, queueRequests: 0 });
  });

  it("is one write more for each frame that comes at once after another", async () => {
    const dispatcher = await counted.during(async () => {
      for (let frame = 0; frame < 3; frame += 1) await visitor.ask(textFrame());
    });
    const outbox = await counted.during(() => counted.settled(5));

    expect(dispatcher).toMatchObject({
      reads: 3,
      writes: 3 * 2 + 2,
      writeUnits: 3 * 4 + 2,
      queueRequests: 3,
    });
    // The first wake-up delivers all; the others find nothing and write nothing.
    expect(outbox.writes).toBeLessThanOrEqual(3 * 2);
    expect(outbox.reads).toBeLessThanOrEqual(3);
  });

  it("is nothing more for the outbox when it is repeated", async () => {
    const frame = textFrame();
    await counted.during(() => visitor.ask(frame));
    await counted.settled(3);
    await rest();

    const dispatcher = await counted.during(() => visitor.ask(frame));
    const outbox = await counted.during(() => new Promise((resolve) => setTimeout(resolve, 1_500)));

    expect(dispatcher).toMatchObject({ reads: 1, writes: 2, queueRequests: 0 });
    expect(outbox).toEqual(nothing);
  });
});

describe("what a host's message asks of AWS", () => {
  it.each([
    ["a reply", () => host.heard.find(({ text }) => text?.includes("The first")), 1.5],
    ["a plain message, to whoever wrote last", () => undefined, 2],
  ])("is two reads and two writes for %s", async (_case, repliesTo, readUnits) => {
    const counts = await counted.during(async () => {
      host.say("y".repeat(512), repliesTo());
      await visitor.next();
      await counted.settled(4);
    });

    expect(counts).toEqual({ reads: 2, writes: 2, readUnits, writeUnits: 3 + 2, queueRequests: 0 });
  });
});

describe("what other frames ask of AWS", () => {
  it.each<[string, string | readonly unknown[]]>([
    ["PING", ["PING"]],
    ["a probe", "Hi"],
    ["a frame that is none", ["NOPE"]],
  ])("is nothing for %s", async (_case, frame) => {
    expect(await counted.during(() => visitor.ask(frame))).toEqual(nothing);
  });

  it("is two reads and one write for HIS", async () => {
    expect(await counted.during(() => visitor.ask(["HIS", 10, null]))).toMatchObject({
      ...{ reads: 2, writes: 1, writeUnits: 1, queueRequests: 0 },
    });
  });

  it("is one read and one write for UPL, and for BIN what a text asks", async () => {
    const file = ["a.pdf", "application/pdf", 3];
    let offer: unknown;
    const upload = await counted.during(async () => {
      offer = await visitor.ask(["UPL", randomUUID(), ...file, nextTimestamp()]);
    });
    const [, , canonicalUri, uploadUri] = offer as string[];
    const headers = { "content-type": "application/pdf" };
    await fetch(uploadUri ?? "", { method: "PUT", headers, body: "abc" });
    await rest();
    const frame = ["BIN", randomUUID(), canonicalUri, ...file, nextTimestamp()];

    const dispatcher = await counted.during(() => visitor.ask(frame));
    const outbox = await counted.during(() => counted.settled(3));

    expect(upload).toEqual({ reads: 1, writes: 1, readUnits: 1, writeUnits: 1, queueRequests: 0 });
    expect(dispatcher).toEqual({ reads: 1, writes: 2, readUnits: 1, writeUnits: 4, queueRequests: 1 });
    expect(outbox).toMatchObject({ reads: 1, writes: 2 });
  });

  it("is one write for a socket, two reads and four writes for the first JOIN, and three for the next", async () => {
    const url = counted.run.webSocketUrl(host.channelName);
    const join = ["JOIN", randomUUID(), "Eve", host.channelName];
    const sockets: Visitor[] = [];
    const connect = await counted.during(async () => sockets.push(await Visitor.connect(url)));
    sockets.push(await Visitor.connect(url));
    const [one, other] = sockets;

    const first = await counted.during(async () => one?.ask(join));
    await rest();
    const next = await counted.during(async () => other?.ask(join));
    const closed = await counted.during(async () => {
      await other?.close();
      await counted.settled(2);
    });

    expect(connect).toEqual({ ...nothing, writes: 1, writeUnits: 1 });
    // Two of the four find that there is no such member yet.
    expect(first).toEqual({ reads: 2, writes: 4, readUnits: 2, writeUnits: 2 + 3 + 1, queueRequests: 0 });
    // The member's sockets stand in the index of tags as well.
    expect(next).toEqual({ reads: 2, writes: 3, readUnits: 2, writeUnits: 1 + 2 + 1, queueRequests: 0 });
    expect(closed).toEqual({ ...nothing, writes: 2, writeUnits: 1 + 2 });
  });
});
