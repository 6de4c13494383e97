import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Behaviour, FaultProxy } from "../../checks/harness/fault-proxy";
import { KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";
import { commandMessage, hostUpdate, postUpdate } from "../support/post-update";

let database: FaultProxy;
let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  database = await FaultProxy.start();
  run = await KiteRun.start({ database });
  cloud = new Cloud(run.server);
});
afterEach(() => database.heal());
afterAll(async () => {
  cloud.close();
  await run.close();
  await database.close();
});

const serverError: Behaviour = {
  status: 500,
  body: { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "Internal server error" },
};
const throttled: Behaviour = {
  status: 400,
  body: {
    __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    message: "The level of configured provisioned throughput for the table was exceeded.",
  },
};

const faults: [string, Behaviour][] = [
  ["responds with internal errors", serverError],
  ["throttles", throttled],
  ["closes connections", "cut"],
  ["does not respond", "hang"],
];

describe.each(faults)("while the database %s", (_case, behaviour) => {
  it("frames get ERR 500, updates get 503, and both succeed once after the fault", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const frame = ["TXT", "1", "said in bad times", nextTimestamp()];
    const update = hostUpdate(host, { text: "answered in bad times" });
    await eventually("the hello is noted", async () => {
      const { memberId } = visitor;
      return (await cloud.pending({ channelName: host.channelName, memberId }, "toHost")).length === 0;
    });
    database.behave = () => behaviour;

    const [answer, status] = await Promise.all([visitor.ask(frame), postUpdate(run, update)]);

    expect(answer).toEqual(["ERR", "Something went wrong on our side. Please try again.", 500]);
    expect(status).toBe(503);
    database.heal();
    expect(await visitor.ask(frame)).toMatchObject({ 0: "ACK", 1: "1" });
    expect([await postUpdate(run, update), await postUpdate(run, update)]).toEqual([200, 200]);
    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "answered in bad times" });
    await host.hears("said in bad times");
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "said in bad times"]);
    expect(visitor.unread).toEqual([]);
  });
});

describe("while one call in three fails", () => {
  it("frames and updates succeed", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    let count = 0;
    database.behave = () => {
      count += 1;
      return count % 3 === 0 ? serverError : "pass";
    };

    const ack = await visitor.ask(["TXT", "1", "one", nextTimestamp()]);
    const status = await postUpdate(run, hostUpdate(host, { text: "two" }));

    expect([ack, status]).toMatchObject([{ 0: "ACK" }, 200]);
    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "two" });
    await host.hears("\none");
    expect(host.told).toEqual(["Hello of Ada", "one"]);
  });
});

describe("a socket", () => {
  it("is rejected with 500 if it cannot be stored, and JOIN gets ERR 500", async () => {
    const host = await run.host();
    const early = await run.visitor(host, "Ada", "early");
    database.behave = () => "cut";

    const refused = run.visitor(host, "Eve", "late");
    await expect(refused).rejects.toThrow("500");
    expect(await early.ask(["JOIN", "early", "Ada", host.channelName])).toMatchObject({ 0: "ERR", 2: 500 });

    database.heal();
    expect(await early.ask(["JOIN", "early", "Ada", host.channelName])).toEqual(["OK"]);
  });
});

describe("the outbox", () => {
  it("retries if it cannot read the pending messages", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const ack = await visitor.ask(["TXT", "1", "waits for the database", nextTimestamp()]);
    let failures = 0;
    database.behave = ({ headers, body }) => {
      const isQuery = String(headers["x-amz-target"]).endsWith(".Query") && body.includes("toHost#");
      if (!isQuery || failures === 3) {
        return "pass";
      }
      failures += 1;
      return "cut";
    };

    await host.hears("waits for the database");

    expect(ack).toMatchObject({ 0: "ACK" });
    expect(failures).toBe(3);
    await aWhile();
    expect(host.told).toEqual(["Hello of Ada", "waits for the database"]);
  });
});

describe("a fault that a retry cannot fix", () => {
  const refused: Behaviour = {
    status: 400,
    body: { __type: "com.amazon.coral.validate#ValidationException", message: "Item size has exceeded" },
  };

  it("gets 200 and a notice to the host, so that it does not block the chat", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    database.behave = ({ headers }) =>
      String(headers["x-amz-target"]).endsWith(".PutItem") ? refused : "pass";
    const before = run.log.length;

    const status = await postUpdate(run, hostUpdate(host, { text: "refused for good" }));

    expect(status).toBe(200);
    await host.hears("this message may not have arrived");
    expect(JSON.stringify(run.log.slice(before))).toContain("a retry cannot help");
    database.heal();
    expect(await postUpdate(run, hostUpdate(host, { text: "the next one" }))).toBe(200);
    expect(await visitor.next()).toMatchObject({ 2: "the next one" });
  });

  it("does not include a malformed answer of the database: the update gets 503 and succeeds later", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const update = hostUpdate(host, { text: "behind a broken proxy" });
    database.behave = () => ({ status: 200, html: "<html>" });

    expect(await postUpdate(run, update)).toBe(503);
    database.heal();
    expect(await postUpdate(run, update)).toBe(200);
    expect(await visitor.next()).toMatchObject({ 2: "behind a broken proxy" });
  });
});

describe("an update that a retry cannot help", () => {
  const host = { chatId: -4_000_001, userId: 17 };
  it.each<[string, object | string, string]>([
    ["without JSON", "{", "not an update of the Bot API"],
    ["with other JSON", "[1]", "not an update of the Bot API"],
    ["with an impossible date", hostUpdate(host, { date: 1e20, text: "x" }), "not an update of the Bot API"],
    ["without a message", { update_id: 1, poll: {} }, "not about a message"],
    ["from a chat without a channel", hostUpdate(host, { text: "Hello?" }), "a chat that hosts nothing"],
    ["with a location from such a chat", hostUpdate(host, { location: {} }), "unknown content"],
  ])("%s gets 200 and is logged", async (_case, body, reason) => {
    const before = run.log.length;

    const status = await postUpdate(run, body);

    expect(status).toBe(200);
    const logged = JSON.stringify(run.log.slice(before));
    expect(logged).toContain(reason);
    expect(logged).not.toMatch(/failed/);
  });

  it("with unsupported content gets a notice to the host, and does not block later commands", async () => {
    const real = await run.host();

    const statuses = [
      await postUpdate(run, hostUpdate(real, { story: { id: 1 } })),
      await postUpdate(run, hostUpdate(real, commandMessage("/info"))),
    ];

    expect(statuses).toEqual([200, 200]);
    await real.hears("A story cannot be passed on");
    await real.hears("Open conversations");
  });
});
