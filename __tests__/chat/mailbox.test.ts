import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  run = await KiteRun.start();
  cloud = new Cloud(run.server);
});
afterAll(async () => {
  cloud.close();
  await run.close();
});

function memberRow(host: Host, { memberId }: JoinedVisitor) {
  return cloud.member(host.channelName, memberId);
}

/** Returns the host's messages that are pending for a visitor. */
function pending({ channelName }: Host, { memberId }: JoinedVisitor) {
  return cloud.pending({ channelName, memberId }, "toVisitor");
}

/** Creates a visitor who has sent a text and has left. */
async function goneVisitor(host: Host): Promise<JoinedVisitor> {
  const visitor = await run.knownVisitor(host);
  await leave(host, visitor);
  return visitor;
}

async function leave(host: Host, visitor: JoinedVisitor): Promise<void> {
  await visitor.close();
  await eventually("the socket is removed", async () => {
    const row = await memberRow(host, visitor);
    return Object.keys(row?.sockets ?? {}).length === 0;
  });
}

/** Sends texts of the host that are stored for an offline visitor. */
async function keep(host: Host, visitor: JoinedVisitor, ...texts: string[]): Promise<void> {
  const before = (await pending(host, visitor)).length;
  for (const text of texts) {
    host.say(text);
  }
  await eventually("they are stored", async () => {
    const row = await memberRow(host, visitor);
    return (await pending(host, visitor)).length === before + texts.length && row?.mailbox !== undefined;
  });
}

function textOf(frame: unknown): unknown {
  return Array.isArray(frame) ? frame[2] : frame;
}

/** Returns the next frames. */
async function take(visitor: JoinedVisitor, count: number): Promise<readonly unknown[]> {
  return Promise.all(Array.from({ length: count }, () => visitor.next()));
}

describe("an offline visitor", () => {
  it("receives the stored messages after the next JOIN and its OK, in order, and the host is notified once", async () => {
    const host = await run.host();
    const visitor = await goneVisitor(host);
    const texts = ["one", "two", "three", "four", "five"];

    await keep(host, visitor, ...texts);
    const back = await run.visitor(host, "Ada", visitor.memberId);

    expect((await take(back, 5)).map(textOf)).toEqual(texts);
    await aWhile(1_200);
    expect(back.unread).toEqual([]);
    expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toHaveLength(1);
    await eventually("nothing is pending", async () => (await pending(host, visitor)).length === 0);
    expect((await memberRow(host, visitor))?.mailbox).toBeUndefined();
  });

  it("receives new messages after the stored ones while the mailbox is emptied, in order and once", async () => {
    const host = await run.host();
    const visitor = await goneVisitor(host);
    await keep(host, visitor, "kept 0");
    const back = await run.visitor(host, "Ada", visitor.memberId);
    const texts = Array.from({ length: 60 }, (_, index) => `said ${index + 1}`);

    for (const text of texts) {
      host.say(text);
      await aWhile(25);
    }

    const frames = await take(back, 61);
    expect(frames.map(textOf)).toEqual(["kept 0", ...texts]);
    await aWhile(1_500);
    expect(back.unread).toEqual([]);
  });

  it("receives the stored messages again, with the same messageIds, if the first socket was dead", async () => {
    const host = await run.host();
    const visitor = await goneVisitor(host);
    await keep(host, visitor, "for you");
    const [row] = await pending(host, visitor);
    const wanted = String(row?.messageKey).split("#")[1];
    const hasty = await run.visitor(host, "Ada", visitor.memberId);
    hasty.terminate();

    await aWhile(2_000);
    const back = await run.visitor(host, "Ada", visitor.memberId);

    expect(await back.next()).toMatchObject({ 0: "TXT", 1: wanted, 2: "for you" });
    await aWhile(1_200);
    expect(back.unread).toEqual([]);
  });

  it("receives the remaining messages at the next JOIN after leaving during the delivery", async () => {
    const host = await run.host();
    const visitor = await goneVisitor(host);
    const texts = Array.from({ length: 15 }, (_, index) => `number ${index}`);
    await keep(host, visitor, ...texts);
    const hasty = await run.visitor(host, "Ada", visitor.memberId);

    const first = await hasty.next();
    hasty.terminate();
    const taken = [first, ...hasty.unread].map(textOf);
    await eventually("the rest is pending", async () => {
      const rows = await pending(host, visitor);
      const row = await memberRow(host, visitor);
      return rows.length > 0 && Object.keys(row?.sockets ?? {}).length === 0;
    });
    await aWhile(1_200);
    const left = (await pending(host, visitor)).map(({ text }) => text);
    const back = await run.visitor(host, "Ada", visitor.memberId);

    // Messages that the closing socket may have lost are pushed again, before the rest.
    expect((await take(back, texts.length)).map(textOf)).toEqual(texts);
    expect(taken).toEqual(texts.slice(0, taken.length));
    expect(left).toEqual(texts.slice(-left.length));
    expect(left.length).toBeLessThan(texts.length);
    await aWhile(1_200);
    expect(back.unread).toEqual([]);
  });

  it("receives new messages after the stored ones, and can write immediately", async () => {
    const host = await run.host();
    const visitor = await goneVisitor(host);
    await keep(host, visitor, "kept");
    const back = await run.visitor(host, "Ada", visitor.memberId);

    host.say("said just now");

    expect((await take(back, 2)).map(textOf)).toEqual(["kept", "said just now"]);
    expect(await back.ask(["TXT", "2", "I am back", nextTimestamp()])).toMatchObject({ 0: "ACK" });
  });
});
