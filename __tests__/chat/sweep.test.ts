import { readPlan } from "../../local/plan/read-plan";
import { Cloud } from "../support/cloud";
import { aWhile, eventually } from "../support/eventually";
import { FaultProxy } from "../support/fault-proxy";
import { KiteRun, nextTimestamp } from "../support/kite-run";

let queueProxy: FaultProxy;
let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  queueProxy = await FaultProxy.start();
  const stackDirectory = process.env.KITE_TEST_PLAN ?? "";
  const anywhere = "http://localhost:1";
  const { functions } = readPlan(stackDirectory, {
    httpEndpoint: anywhere,
    webSocketEndpoint: anywhere,
    servicesEndpoint: anywhere,
  });
  const { OUTBOX_QUEUE_URL = "" } =
    functions.find((it) => it.functionName === "dev-outbox")?.environment ?? {};
  run = await KiteRun.start({
    environment: { OUTBOX_QUEUE_URL: OUTBOX_QUEUE_URL.replace(anywhere, queueProxy.url) },
  });
  const served = run.server.plan.functions.find((it) => it.functionName === "dev-outbox");
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

/** As if the messages that wait had been stored two minutes ago. */
async function age(waitsFor: string): Promise<void> {
  const storedAt = new Date(Date.now() - 120_000).toISOString();
  for (const { conversation, messageKey } of await cloud.waiting(waitsFor)) {
    await cloud.set("Messages", { conversation, messageKey }, "storedAt", storedAt);
  }
}

describe("a wake-up that is lost", () => {
  it("loses no message: it is acknowledged, and the sweep finds it when it is overdue", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    queueProxy.behave = () => "cut";

    const ack = await visitor.ask(["TXT", "1", "nobody was woken", nextTimestamp()]);
    queueProxy.heal();

    expect(ack).toMatchObject({ 0: "ACK", 1: "1" });
    await sweep();
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada"]);
    await age(`host/${host.channelName}`);
    await Promise.all([sweep(), sweep()]);
    await host.hears("nobody was woken");
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "nobody was woken"]);
  });

  it("is made good by the next one, in order", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    queueProxy.behave = () => "cut";
    await visitor.ask(["TXT", "1", "first", nextTimestamp()]);
    queueProxy.heal();

    await visitor.ask(["TXT", "2", "second", nextTimestamp()]);

    await host.hears("second");
    expect(host.told).toEqual(["Hello of Ada", "first", "second"]);
  });

  it("of /drop leaves nothing behind: the name is free again after the sweep", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    queueProxy.behave = () => "cut";

    host.say("/drop");
    await host.hears("is dropped");
    queueProxy.heal();
    await eventually("it waits to be erased", async () => {
      await age(`drop/${host.channelName}`);
      await sweep();
      return (await cloud.get("Channels", { channelKey: `channel#${host.channelName}` })) === undefined;
    });

    await visitor.closed;
    expect(await cloud.rows("Members", "channelName", host.channelName)).toEqual([]);
    expect(await cloud.waiting(`drop/${host.channelName}`)).toEqual([]);
  });
});

it("a sweep wakes nobody for what is held for an absent visitor", async () => {
  const host = await run.host();
  const visitor = await run.knownVisitor(host);
  await visitor.close();
  const place = `member/${host.channelName}/${visitor.memberId}`;
  host.say("Come back!");
  await host.hears("The visitor is away");
  await age(place);
  const before = run.log.length;

  await sweep();

  expect(await cloud.waiting(place)).toHaveLength(1);
  expect(JSON.stringify(run.log.slice(before))).toMatch(/\\?"woken\\?":0/);
});
