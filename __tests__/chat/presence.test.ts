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

function notices(host: Host): readonly string[] {
  return host.heard.map(({ text = "" }) => text).filter((text) => / (joined|left)$/.test(text));
}

const joined = expect.stringMatching(/^#\w+ Ada joined$/);
const left = expect.stringMatching(/^#\w+ Ada left$/);

const sweep = () => run.server.invoke("dev-outbox", { sweep: true });

/** Returns the key of the stored departure of a visitor. */
const departureKey = (host: Host, { memberId }: JoinedVisitor) => ({
  conversation: `${host.channelName}/${memberId}`,
  messageKey: "departure",
});

async function leave(host: Host, visitor: JoinedVisitor): Promise<void> {
  await visitor.close();
  await eventually("the departure is noted", () => cloud.get("Messages", departureKey(host, visitor)));
}

/** Disconnects a visitor, and sets the time of the departure to two minutes ago. */
async function leaveLongAgo(host: Host, visitor: JoinedVisitor): Promise<void> {
  await leave(host, visitor);
  const storedAt = new Date(Date.now() - 120_000).toISOString();
  await cloud.set("Messages", departureKey(host, visitor), "storedAt", storedAt);
}

describe("the notice that a visitor joined", () => {
  it("is sent once, silently, with the visitor's first message", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    await aWhile();
    const before = notices(host);

    await visitor.ask(["TXT", "1", "first", nextTimestamp()]);
    await host.hears("first");
    await run.visitor(host, "Ada", visitor.memberId);
    await visitor.ask(["TXT", "2", "second", nextTimestamp()]);
    await host.hears("second");

    expect(before).toEqual([]);
    expect(notices(host)).toEqual([joined]);
    const texts = host.heard.slice(1).map(({ text }) => text);
    expect(texts).toEqual([joined, expect.stringContaining("first"), expect.stringContaining("second")]);
  });

  it("is sent with the first accepted message, not with a rejected one", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const foreign = "https://evil.example/files/abc/a.pdf";

    const refused = await visitor.ask(["BIN", "1", foreign, "a.pdf", "application/pdf", 9, nextTimestamp()]);
    await visitor.ask(["TXT", "2", "a text", nextTimestamp()]);

    expect(refused).toMatchObject({ 0: "ERR", 2: 403 });
    await host.hears("a text");
    expect(notices(host)).toEqual([joined]);
  });

  it("is sent before the message, even after a pause that Telegram requested", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    run.telegram.faults.failNext("sendMessage", { kind: "tooManyRequests", retryAfterSeconds: 1 });

    await visitor.ask(["TXT", "1", "after the pause", nextTimestamp()]);

    await host.hears("after the pause");
    const texts = host.heard.slice(1).map(({ text }) => text);
    expect(texts).toEqual([joined, expect.stringContaining("after the pause")]);
  });
});

describe("the notice that a visitor left", () => {
  it("is sent once, when the visitor has been offline for a while", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await leaveLongAgo(host, visitor);

    await sweep();
    await eventually("the notice", () => notices(host).length === 2);
    await sweep();
    await aWhile();

    expect(notices(host)).toEqual([joined, left]);
    expect(await cloud.get("Messages", departureKey(host, visitor))).toBeUndefined();
  });

  it("is not sent before that time, or if the visitor has returned", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.knownVisitor(host), await run.knownVisitor(host)];
    await leave(host, ada);
    await leaveLongAgo(host, eve);
    await run.visitor(host, "Ada", eve.memberId);

    await sweep();
    await aWhile(2_000);

    expect(notices(host)).toEqual([joined, joined]);
    expect(await cloud.get("Messages", departureKey(host, ada))).toBeDefined();
    expect(await cloud.get("Messages", departureKey(host, eve))).toBeUndefined();
  });

  it("is not sent while another tab is open", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await run.visitor(host, "Ada", visitor.memberId);

    await visitor.close();
    await aWhile(300);

    expect(await cloud.get("Messages", departureKey(host, visitor))).toBeUndefined();
  });

  it("is not sent for a visitor without a message to the host", async () => {
    const host = await run.host();
    const silent = await run.visitor(host);
    const refused = await run.visitor(host);
    await refused.ask(["BIN", "1", "https://x.example/a", "a.pdf", "application/pdf", 9, nextTimestamp()]);

    await Promise.all([silent.close(), refused.close()]);
    await aWhile(300);

    expect(await cloud.get("Messages", departureKey(host, silent))).toBeUndefined();
    expect(await cloud.get("Messages", departureKey(host, refused))).toBeUndefined();
  });

  it("is followed by the notice that the visitor joined if the visitor writes again", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await leaveLongAgo(host, visitor);
    await sweep();
    await eventually("the notice", () => notices(host).length === 2);

    const back = await run.visitor(host, "Ada", visitor.memberId);
    const repeated = await back.ask(["TXT", "hello", "Hello of Ada", nextTimestamp()]);
    await back.ask(["TXT", "2", "me again", nextTimestamp()]);

    expect(repeated).toMatchObject({ 0: "ACK", 1: "hello" });
    await host.hears("me again");
    expect(notices(host)).toEqual([joined, left, joined]);
  });
});
