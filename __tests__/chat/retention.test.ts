import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud, type Row } from "../support/cloud";
import { commandMessage, hostUpdate, postUpdate } from "../support/post-update";

let run: KiteRun;
let cloud: Cloud;
let host: Host;
let visitor: JoinedVisitor;
beforeAll(async () => {
  run = await KiteRun.start();
  cloud = new Cloud(run.server);
});
beforeEach(async () => {
  host = await run.host();
  visitor = await run.knownVisitor(host);
});
afterAll(async () => {
  cloud.close();
  await run.close();
});

/** Returns an expiry time of one second ago. TTL has not deleted a row with this time yet. */
const past = () => Math.floor(Date.now() / 1000) - 1;

/** The first message of every visitor here, as HIS returns it. */
const hello = ["out", ["TXT", "hello", "Hello of Ada", expect.any(String)]];

const memberRow = () => cloud.member(host.channelName, visitor.memberId);
const pendingForVisitor = () =>
  cloud.pending({ channelName: host.channelName, memberId: visitor.memberId }, "toVisitor");
const conversationOf = () => `${host.channelName}/${visitor.memberId}`;

async function messageRow(messageKey: string): Promise<Row> {
  const key = { conversation: conversationOf(), messageKey };
  return eventually(`the row ${messageKey}`, () => cloud.get("Messages", key));
}

async function expire(row: Row): Promise<void> {
  const { conversation, messageKey } = row;
  await cloud.set("Messages", { conversation, messageKey }, "expiresAt", past());
}

describe("an expired row that is still stored", () => {
  it("in Connections: frames and JOIN of the connection get 401", async () => {
    const [row] = await cloud.rows("Connections", "channelName", host.channelName);
    await cloud.set("Connections", { connectionId: row?.connectionId }, "expiresAt", past());

    const answers = [
      await visitor.ask(["TXT", "1", "too late", nextTimestamp()]),
      await visitor.ask(["JOIN", visitor.memberId, "Ada", host.channelName]),
    ];

    expect(answers).toEqual([
      ["ERR", expect.any(String), 401],
      ["ERR", expect.any(String), 401],
    ]);
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada"]);
  });

  it("in Members: frames get 401, the host's answers are not delivered, and JOIN creates a new member", async () => {
    const heard = await host.hears("Hello of Ada");
    await cloud.setMember(host.channelName, visitor.memberId, "expiresAt", past());

    const answer = await visitor.ask(["TXT", "1", "too late", nextTimestamp()]);
    host.say("by the tag", heard);
    await host.hears("this visitor is no longer known");
    host.say("to the last active visitor");
    await host.hears("no visitor is active");
    const back = await run.visitor(host, "Ada", visitor.memberId);

    expect(answer).toEqual(["ERR", expect.stringContaining("Please join it again"), 401]);
    expect(Object.keys((await memberRow())?.sockets ?? {})).toHaveLength(1);
    expect([...visitor.unread, ...back.unread]).toEqual([]);
  });

  it("of a delivered message: HIS omits the message, and its messageId can be used again", async () => {
    const frame = ["TXT", "1", "a week old", nextTimestamp()];
    const first = await visitor.ask(frame);
    await host.hears("a week old");
    await expire(await messageRow("toHost#1"));

    const history = await visitor.ask(["HIS", 50, null]);
    const again = await visitor.ask(["TXT", "1", "a new one", nextTimestamp()]);

    expect(history).toEqual(["HIS", [hello]]);
    expect(again).toMatchObject({ 0: "ACK", 1: "1" });
    expect(again).not.toEqual(first);
    await host.hears("a new one");
    expect(host.told).toEqual(["Hello of Ada", "a week old", "a new one"]);
  });

  it("of a message pending for the host: the message is not posted, and the sweep sends no notification", async () => {
    run.telegram.faults.failNext("sendMessage", { kind: "tooManyRequests", retryAfterSeconds: 2 });
    await visitor.ask(["TXT", "1", "never shown", nextTimestamp()]);
    const row = await messageRow("toHost#1");
    await cloud.set("Messages", keyOf(row), "storedAt", new Date(Date.now() - 120_000).toISOString());
    await expire(row);
    const before = run.log.length;

    await run.server.invoke("dev-outbox", { sweep: true });
    await aWhile(4_000);

    expect(host.told).toEqual(["Hello of Ada"]);
    expect(JSON.stringify(run.log.slice(before))).toMatch(/notified\D+0\b/);
    run.telegram.faults.clear();
  });

  it("of a message stored for a visitor: the message is not delivered", async () => {
    await visitor.close();
    await eventually("the socket is removed", async () => {
      const row = await memberRow();
      return Object.keys(row?.sockets ?? {}).length === 0;
    });
    host.say("stale");
    await host.hears(" is away");
    const [stale] = await pendingForVisitor();
    await expire(stale ?? {});
    host.say("fresh");
    await eventually("it is stored", async () => {
      return (await pendingForVisitor()).length === 2;
    });

    const back = await run.visitor(host, "Ada", visitor.memberId);

    expect(await back.next()).toMatchObject({ 0: "TXT", 2: "fresh" });
    await aWhile();
    expect(back.unread).toEqual([]);
  });

  it("of an answer to a command: the answer is sent again", async () => {
    const update = hostUpdate(host, commandMessage("/help"));
    await postUpdate(run, update);
    const { message_id: messageId } = update.message as { readonly message_id: number };
    const answered = { conversation: `route#${host.chatId}/${messageId}`, messageKey: "route" };
    await postUpdate(run, update);
    await cloud.set("Messages", answered, "expiresAt", past());

    await postUpdate(run, update);

    await aWhile(300);
    expect(host.heard.filter(({ text }) => text?.includes("connect the visitors"))).toHaveLength(2);
  });
});

it.each([
  ["Members", memberRow, 8 * 86_400],
  ["Messages", () => messageRow("toHost#hello"), 7 * 86_400],
  [
    "Connections",
    () => cloud.rows("Connections", "channelName", host.channelName).then(([row]) => row),
    3 * 3600,
  ],
])("rows of %s expire at the specified time", async (_table, read, seconds) => {
  const row = await read();

  const left = Number(row?.expiresAt) - Date.now() / 1000;

  expect(left).toBeLessThanOrEqual(seconds);
  expect(left).toBeGreaterThan(seconds - 60);
});

function keyOf({ conversation, messageKey }: Row): Row {
  return { conversation, messageKey };
}
