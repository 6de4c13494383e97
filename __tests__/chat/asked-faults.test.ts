import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { Faults, systemClock } from "@kite-chat/stack-server";
import { Visitor } from "../../checks/harness/client/visitor";
import { eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

let faults: Faults;
let run: KiteRun;
let host: Host;
let cloud: Cloud;

beforeAll(async () => {
  faults = new Faults(systemClock);
  run = await KiteRun.start({ faults });
  cloud = new Cloud(run.server);
  host = await run.host();
}, 60_000);
afterAll(async () => {
  cloud?.close();
  await run?.close();
});
afterEach(() => faults.clear());

const memberRow = (memberId: string) => cloud.member(host.channelName, memberId);

describe("the chat under injected faults", () => {
  it("stores a host's message if the push to the visitor's socket gets 410, and delivers it after the next JOIN", async () => {
    const visitor = await run.knownVisitor(host);
    const question = await host.hears("Hello of Ada");
    faults.add({ place: "push", kind: "refuse" });

    host.say("Are you there?", question);
    await eventually("a push was refused", async () => (await connectionsOf(visitor.memberId)).length === 0);
    faults.clear();
    const again = await run.visitor(host, "Ada", visitor.memberId);

    expect(await again.next()).toMatchObject({ 0: "TXT", 2: "Are you there?" });
    await again.close();
    await visitor.close();
  });

  it("pushes a message lost in a dead socket before the host's next message, even if the outbox notification is late", async () => {
    const dead = await run.knownVisitor(host, "Dan");
    const question = await host.hears("Hello of Dan");
    await cloud.joinSettles(host, dead);
    host.say("into the void", question);
    await dead.next();
    faults.add({ place: "queue", kind: "delay", delayMilliseconds: 4_000, only: ["SendMessage"], times: 1 });

    const socket = await Visitor.connect(run.webSocketUrl(host.channelName));
    socket.send(["JOIN", dead.memberId, "Dan", host.channelName]);
    await eventually("the member has the new socket", async () => {
      return (await connectionsOf(dead.memberId)).length === 2;
    });
    host.say("after that", question);
    await eventually("all frames", () => socket.unread.length >= 3);

    const texts = socket.unread.filter((frame) => (frame as string[])[0] === "TXT");
    expect(texts).toMatchObject([{ 2: "into the void" }, { 2: "after that" }]);
    await socket.close();
    await dead.close();
  });

  it("rejects a frame above the rate limit, and accepts the next frame", async () => {
    const visitor = await run.knownVisitor(host, "Bea");
    faults.add({ place: "frame", kind: "refuse", times: 1 });

    const refused = await visitor.ask(["TXT", "m1", "Refused", nextTimestamp()]);
    const taken = await visitor.ask(["TXT", "m2", "Taken", nextTimestamp()]);

    expect(refused).toMatchObject({ message: "Too Many Requests" });
    expect(taken).toMatchObject({ 0: "ACK", 1: "m2" });
    await host.hears("Taken");
    expect(host.told).not.toContain("Refused");
    await visitor.close();
  });

  it("rejects a new socket above the rate limit with 429, and accepts the next socket", async () => {
    faults.add({ place: "connect", kind: "refuse", times: 1 });

    await expect(run.visitor(host)).rejects.toThrow("429");
    await (await run.visitor(host)).close();
  });

  it("stores a message once, even if the response of the table is lost", async () => {
    const visitor = await run.knownVisitor(host, "Cleo");
    faults.add({ place: "table", kind: "lose", only: "dev.Messages", times: 1 });

    expect(await visitor.ask(["TXT", "m1", "Only once", nextTimestamp()])).toMatchObject({
      0: "ACK",
      1: "m1",
    });
    // The SDK's retry finds the stored message, so no sweep is needed.
    await host.hears("Only once");
    expect(host.told.filter((text) => text === "Only once")).toHaveLength(1);
    await visitor.close();
  });

  it("acknowledges no message while a table fails, and works again afterwards", async () => {
    const visitor = await run.knownVisitor(host, "Dora");
    faults.add({ place: "table", kind: "refuse", only: "dev.Messages" });

    const failed = await visitor.ask(["TXT", "m1", "Lost?", nextTimestamp()]);
    faults.clear();
    const stored = await visitor.ask(["TXT", "m1", "Lost?", nextTimestamp()]);

    expect(failed).not.toMatchObject({ 0: "ACK" });
    expect(stored).toMatchObject({ 0: "ACK", 1: "m1" });
    await visitor.close();
  });

  it("notifies the host even if the queue fails twice, because the SDK retries", async () => {
    const visitor = await run.knownVisitor(host, "Emma");
    faults.add({ place: "queue", kind: "refuse", times: 2 });

    await visitor.ask(["TXT", "m1", "Around the queue", nextTimestamp()]);

    await host.hears("Around the queue");
    await visitor.close();
  });

  it("waits for a slow table, and logs the duration and the capacity units of the frame", async () => {
    const visitor = await run.knownVisitor(host, "Fay");
    faults.add({ place: "table", kind: "delay", delayMilliseconds: 400, only: "dev.Messages" });

    expect(await visitor.ask(["TXT", "m1", "Slowly", nextTimestamp()])).toMatchObject({ 0: "ACK" });

    const frames = run.log.flatMap(({ access }) => (access?.kind === "frame" ? [access] : []));
    expect(frames.at(-1)).toMatchObject({
      route: "$default",
      functionName: expect.stringContaining("dev-request-dispatcher"),
      outcome: "200",
      usage: { calls: expect.any(Number), writeUnits: expect.any(Number) },
    });
    expect(frames.at(-1)?.milliseconds).toBeGreaterThan(390);
    expect(frames.at(-1)?.usage?.writeUnits).toBeGreaterThan(0);
    await visitor.close();
  });

  it("keeps a closed socket if its $disconnect is lost, and removes it at the first push", async () => {
    const visitor = await run.knownVisitor(host, "Gwen");
    const question = await host.hears("Hello of Gwen");
    faults.add({ place: "disconnect", kind: "lose", times: 1 });
    await visitor.close();
    await eventually("the fault was injected", () => faults.wishes.length === 0);
    expect(await connectionsOf(visitor.memberId)).toHaveLength(1);

    host.say("Into the void", question);

    await eventually(
      "the socket is removed",
      async () => (await connectionsOf(visitor.memberId)).length === 0,
    );
    const again = await run.visitor(host, "Gwen", visitor.memberId);
    expect(await again.next()).toMatchObject({ 0: "TXT", 2: "Into the void" });
    await again.close();
  });

  it("removes only the old socket if its $disconnect is late", async () => {
    const visitor = await run.knownVisitor(host, "Hana");
    const question = await host.hears("Hello of Hana");
    faults.add({ place: "disconnect", kind: "delay", delayMilliseconds: 800, times: 1 });
    await visitor.close();
    const again = await run.visitor(host, "Hana", visitor.memberId);
    expect(await connectionsOf(visitor.memberId)).toHaveLength(2);

    await eventually("the old one is gone", async () => (await connectionsOf(visitor.memberId)).length === 1);
    host.say("Still there", question);

    expect(await again.next()).toMatchObject({ 0: "TXT", 2: "Still there" });
    await again.close();
  });

  it("rejects a request to a bucket with 503, and accepts the next request", async () => {
    const url = `${run.server.url}/${run.server.stack.buckets[0]?.bucketName}/files/none`;
    const sign = { authorization: "none" };
    faults.add({ place: "bucket", kind: "refuse" });

    // The signature is checked first, so a request without a valid signature gets no injected fault.
    expect((await fetch(url, { headers: sign })).status).not.toBe(503);
    await expect(listBucket()).rejects.toMatchObject({ name: "SlowDown" });
    faults.clear();
    await expect(listBucket()).resolves.toMatchObject({ KeyCount: 0 });
  });

  it("writes no message content and no token to the access log", () => {
    const passed = JSON.stringify(run.log.map(({ access }) => access));

    expect(passed).toContain("POST /tg");
    for (const secret of [run.token, "Hello of", "Only once", host.channelName]) {
      expect(passed).not.toContain(secret);
    }
  });
});

async function listBucket() {
  const { url, stack } = run.server;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new S3Client({
    endpoint: url,
    region: stack.region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  try {
    return await client.send(new ListObjectsV2Command({ Bucket: stack.buckets[0]?.bucketName }));
  } finally {
    client.destroy();
  }
}

async function connectionsOf(memberId: string) {
  const row = await memberRow(memberId);
  return Object.keys(row?.sockets ?? {});
}
