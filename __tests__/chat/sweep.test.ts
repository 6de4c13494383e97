import { readStack } from "@kite-chat/stack-server";
import { Visitor } from "../../checks/harness/client/visitor";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { FaultProxy } from "../../checks/harness/fault-proxy";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud, type Row } from "../support/cloud";

let queueProxy: FaultProxy;
let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  queueProxy = await FaultProxy.start();
  const stackDirectory = process.env.KITE_TEST_STACK ?? "";
  const anywhere = "http://localhost:1";
  const { functions } = readStack(stackDirectory, {
    httpEndpoint: anywhere,
    webSocketEndpoint: anywhere,
    servicesEndpoint: anywhere,
  });
  const { OUTBOX_QUEUE_URL = "" } =
    functions.find((it) => it.functionName === "dev-outbox")?.environment ?? {};
  run = await KiteRun.start({
    environment: { OUTBOX_QUEUE_URL: OUTBOX_QUEUE_URL.replace(anywhere, queueProxy.url) },
  });
  const served = run.server.stack.functions.find((it) => it.functionName === "dev-outbox");
  queueProxy.target = new URL(served?.environment.OUTBOX_QUEUE_URL ?? "").origin;
  cloud = new Cloud(run.server);
});
afterEach(() => queueProxy.heal());
afterAll(async () => {
  cloud.close();
  await run.close();
  await queueProxy.close();
});

const sweep = () => run.server.invoke("dev-outbox", { sweep: true });

/** Changes rows, so that they seem to have been stored two minutes ago. */
async function age(rows: readonly Row[]): Promise<void> {
  const storedAt = new Date(Date.now() - 120_000).toISOString();
  for (const { conversation, messageKey } of rows) {
    await cloud.set("Messages", { conversation, messageKey }, "storedAt", storedAt);
  }
}

function pendingOf({ channelName }: Host, { memberId }: JoinedVisitor, direction: "toHost" | "toVisitor") {
  return cloud.pending({ channelName, memberId }, direction);
}

describe("a notification that is lost", () => {
  it("does not lose its message, which is acknowledged, and which a later sweep delivers", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    queueProxy.behave = () => "cut";

    const ack = await visitor.ask(["TXT", "1", "nobody was notified", nextTimestamp()]);
    queueProxy.heal();

    expect(ack).toMatchObject({ 0: "ACK", 1: "1" });
    await sweep();
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada"]);
    await age(await pendingOf(host, visitor, "toHost"));
    await Promise.all([sweep(), sweep()]);
    await host.hears("nobody was notified");
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "nobody was notified"]);
  });

  it("is replaced by the next notification, which delivers both messages in order", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    queueProxy.behave = () => "cut";
    await visitor.ask(["TXT", "1", "first", nextTimestamp()]);
    queueProxy.heal();

    await visitor.ask(["TXT", "2", "second", nextTimestamp()]);

    await host.hears("second");
    expect(host.told).toEqual(["Hello of Ada", "first", "second"]);
  });

  it("is sent again if the client repeats the text, which is delivered once", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const frame = ["TXT", "1", "sent twice", nextTimestamp()];
    queueProxy.behave = () => "cut";
    const first = await visitor.ask(frame);
    queueProxy.heal();
    expect(await pendingOf(host, visitor, "toHost")).toHaveLength(1);

    const second = await visitor.ask(frame);

    expect(second).toEqual(first);
    await host.hears("sent twice");
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "sent twice"]);
  });

  it("does not stop a /drop: the sweep erases all rows and frees the name", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    queueProxy.behave = () => "cut";

    host.say("/drop");
    await host.hears("has ended");
    queueProxy.heal();
    await eventually("it waits to be erased", async () => {
      await age(await cloud.rows("Messages", "conversation", `drop#${host.channelName}`));
      await sweep();
      return (await cloud.get("Channels", { channelKey: `channel#${host.channelName}` })) === undefined;
    });

    await visitor.closed;
    expect(await cloud.rows("Members", "channelName", host.channelName)).toEqual([]);
    await eventually("the work is done", async () => {
      return (await cloud.rows("Messages", "conversation", `drop#${host.channelName}`)).length === 0;
    });
  });
});

describe("a sweep", () => {
  const away = async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await visitor.close();
    host.say("Come back!");
    await host.hears(" is away");
    await age(await pendingOf(host, visitor, "toVisitor"));
    return { host, visitor };
  };

  it("sends no notification for a message to an offline visitor", async () => {
    const { host, visitor } = await away();
    await aWhile();
    const before = run.log.length;

    await sweep();

    expect(await pendingOf(host, visitor, "toVisitor")).toHaveLength(1);
    expect(JSON.stringify(run.log.slice(before))).toMatch(/\\?"notified\\?":0/);
  });

  it("delivers a message to an online visitor, even if the notification of the JOIN was lost", async () => {
    const { host, visitor } = await away();
    queueProxy.behave = () => "cut";
    const back = await Visitor.connect(run.webSocketUrl(host.channelName));
    const answer = await back.ask(["JOIN", visitor.memberId, "Ada", host.channelName]);
    queueProxy.heal();

    await sweep();

    expect(answer).toMatchObject({ 0: "ERR", 2: 500 });
    expect(await back.next()).toMatchObject({ 0: "TXT", 2: "Come back!" });
  });

  it("gives up a message that is about to expire, and notifies the host", async () => {
    const { host, visitor } = await away();
    host.say("And call me!");
    await eventually("both are pending", async () => {
      return (await pendingOf(host, visitor, "toVisitor")).length === 2;
    });
    const [row] = await pendingOf(host, visitor, "toVisitor");
    const { conversation, messageKey } = row ?? {};
    const expiresAt = Math.floor(Date.now() / 1000) + 23 * 3600;
    await cloud.set("Messages", { conversation, messageKey }, "expiresAt", expiresAt);

    await sweep();

    await host.hears("did not come back in time");
    // The notice is sent before the row is settled, so that a crash repeats the notice and does not lose it.
    await eventually("the row is settled", async () => {
      return (await pendingOf(host, visitor, "toVisitor")).length === 1;
    });
    expect(await cloud.undeliverable()).toMatchObject([{ conversation, messageKey }]);
    // The host has known for days that the visitor is offline.
    await aWhile();
    expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toHaveLength(1);
  });
});
