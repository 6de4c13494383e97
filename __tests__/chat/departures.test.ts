import { eventually } from "../../checks/harness/eventually";
import { FaultProxy } from "../../checks/harness/fault-proxy";
import { type Host, type JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

jest.setTimeout(120_000);

let telegramProxy: FaultProxy;
let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  telegramProxy = await FaultProxy.start();
  run = await KiteRun.start({}, telegramProxy);
  cloud = new Cloud(run.server);
}, 60_000);
afterEach(() => telegramProxy.heal());
afterAll(async () => {
  cloud.close();
  await run.close();
  await telegramProxy.close();
});

const sweep = () => run.server.invoke("dev-outbox", { sweep: true });

const departureKey = (host: Host, { memberId }: JoinedVisitor) => ({
  conversation: `${host.channelName}/${memberId}`,
  messageKey: "departure",
});

/** Creates a host whose visitors left two minutes ago. */
async function leftHost(names: readonly string[]) {
  const host = await run.host();
  const keys = await Promise.all(
    names.map(async (name) => {
      const visitor = await run.knownVisitor(host, name);
      const key = departureKey(host, visitor);
      await visitor.close();
      await eventually("the departure is noted", () => cloud.get("Messages", key));
      return key;
    }),
  );
  // All rows are written together, because the stage also runs its own sweep once a minute.
  const storedAt = new Date(Date.now() - 120_000).toISOString();
  await Promise.all(keys.map((key) => cloud.set("Messages", key, "storedAt", storedAt)));
  return { host, keys };
}

const notices = ({ heard }: Host) =>
  heard.map(({ text = "" }) => text).filter((text) => /^Left: | left$/.test(text));

it("the sweep merges the departures of one chat into one notice", async () => {
  const { host } = await leftHost(["Ada", "Eve", "Tim"]);

  await sweep();
  await sweep();

  const [notice, ...others] = notices(host);
  expect(others).toEqual([]);
  expect([...(notice ?? "").matchAll(/#\w+ (\w+)/g)].map(([, name]) => name).sort()).toEqual([
    "Ada",
    "Eve",
    "Tim",
  ]);
});

it("the sweep ends in time while six chats hang, and notifies another chat without delay", async () => {
  const hanging = await Promise.all(Array.from({ length: 6 }, () => leftHost(["Ada", "Eve"])));
  const free = await leftHost(["Tim", "Zoe"]);
  const calls = new Map<string, number>();
  telegramProxy.behave = ({ body }) => {
    const chatId = /"chat_id":"?(-?\d+)/.exec(body)?.[1] ?? "";
    calls.set(chatId, (calls.get(chatId) ?? 0) + 1);
    return hanging.some(({ host }) => String(host.chatId) === chatId) ? "hang" : "pass";
  };

  const begun = performance.now();
  const swept = sweep().then(() => performance.now() - begun);
  await eventually("the notice of the chat that does not hang", () => notices(free.host).length === 1);
  const noticed = performance.now() - begun;

  // A request for a notice ends after about 4 s. Six such requests, one after another, would take 24 s.
  expect(await swept).toBeLessThan(10_000);
  expect(noticed).toBeLessThan(4_000);
  expect([...calls.values()]).toEqual(Array(7).fill(1));
  telegramProxy.heal();
  // A notice that fails is dropped. It is not repeated, and no departure stays pending.
  await sweep();
  expect([...hanging, free].map(({ host }) => notices(host).length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  for (const key of [...hanging, free].flatMap(({ keys }) => keys)) {
    expect(await cloud.get("Messages", key)).toBeUndefined();
  }
});
