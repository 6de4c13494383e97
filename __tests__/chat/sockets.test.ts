import { ManualClock } from "@kite-chat/stack-server";
import { Visitor } from "../../checks/harness/client/visitor";
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

/** Returns the connectionIds of a visitor's open sockets, oldest first. */
async function socketsOf(host: Host, { memberId }: JoinedVisitor): Promise<readonly string[]> {
  const row = await cloud.member(host.channelName, memberId);
  const sockets = Object.entries((row?.sockets ?? {}) as Record<string, number>);
  return sockets.sort(([, a], [, b]) => a - b).map(([connectionId]) => connectionId);
}

function disconnect(connectionId: string | undefined) {
  const requestContext = { eventType: "DISCONNECT", connectionId, routeKey: "$disconnect" };
  return run.server.invoke("dev-request-dispatcher", { requestContext });
}

/** Stores the socket of a connection that no longer exists, as if API Gateway had not reported its end. */
async function addDeadSocket(host: Host, { memberId }: JoinedVisitor): Promise<string> {
  const connectionId = "TheDeadOneAAAA=";
  const row = await cloud.member(host.channelName, memberId);
  await cloud.setMember(host.channelName, memberId, "sockets", {
    ...(row?.sockets as object),
    [connectionId]: 1,
  });
  return connectionId;
}

describe("the open sockets of a visitor", () => {
  it("all receive the host's messages, and a sixth socket closes the oldest", async () => {
    const host = await run.host();
    const first = await run.knownVisitor(host);
    const more: JoinedVisitor[] = [];
    for (let count = 1; count < 5; count += 1) {
      more.push(await run.visitor(host, "Ada", first.memberId));
    }

    host.say("to all five");
    const heard = await Promise.all([first, ...more].map((socket) => socket.next()));
    // A frame confirms all earlier pushes, so the next JOIN does not request them again.
    await aWhile(1_100);
    await Promise.all([first, ...more].map((socket) => socket.ask(["HIS", 1, null])));
    await aWhile(1_100);
    const sixth = await run.visitor(host, "Ada", first.memberId);
    await first.closed;
    host.say("to the newest five");
    const later = await Promise.all([...more, sixth].map((socket) => socket.next()));

    expect(new Set(heard.map((frame) => JSON.stringify(frame))).size).toBe(1);
    expect(heard[0]).toMatchObject({ 0: "TXT", 2: "to all five" });
    expect(later).toMatchObject(later.map(() => ({ 0: "TXT", 2: "to the newest five" })));
    await aWhile(300);
    expect([first, ...more, sixth].flatMap(({ unread }) => unread)).toEqual([]);
    expect(await socketsOf(host, first)).toHaveLength(5);
    expect(await more[0]?.ask(["TXT", "9", "still here", nextTimestamp()])).toMatchObject({ 0: "ACK" });
  });

  it("no longer include a dead socket after the first push, which causes no error", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const dead = await addDeadSocket(host, visitor);
    const before = run.log.length;

    host.say("to the living");

    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "to the living" });
    await eventually("the dead one is forgotten", async () => {
      return !(await socketsOf(host, visitor)).includes(dead);
    });
    await aWhile(300);
    expect(visitor.unread).toEqual([]);
    expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toEqual([]);
    expect(run.log.slice(before).filter(({ level }) => level === "error")).toEqual([]);
  });

  it("lead to a stored message and a notice to the host if all of them are dead", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await visitor.close();
    await eventually("the socket is removed", async () => (await socketsOf(host, visitor)).length === 0);
    await addDeadSocket(host, visitor);

    host.say("for later");

    await host.hears(" is away");
    const back = await run.visitor(host, "Ada", visitor.memberId);
    expect(await back.next()).toMatchObject({ 0: "TXT", 2: "for later" });
    expect(await socketsOf(host, visitor)).toHaveLength(1);
  });
});

describe("$disconnect", () => {
  it("does not remove a newer connection if it is late or repeated", async () => {
    const host = await run.host();
    const old = await run.knownVisitor(host);
    const [oldId] = await socketsOf(host, old);
    const newer = await run.visitor(host, "Ada", old.memberId);

    await disconnect(oldId);
    await disconnect(oldId);

    host.say("for the newer");
    expect(await newer.next()).toMatchObject({ 0: "TXT", 2: "for the newer" });
    expect(await socketsOf(host, old)).toHaveLength(1);
    expect(await newer.ask(["TXT", "2", "hello again", nextTimestamp()])).toMatchObject({ 0: "ACK" });
  });

  it("may be missing, because the next push removes the dead socket", async () => {
    const host = await run.host();
    const lost = await run.knownVisitor(host);
    const dead = await addDeadSocket(host, lost);
    await cloud.put("Connections", { connectionId: dead, channelName: host.channelName, expiresAt: 1 });
    const newer = await run.visitor(host, "Ada", lost.memberId);

    host.say("anybody?");

    expect(await newer.next()).toMatchObject({ 0: "TXT", 2: "anybody?" });
    await eventually(
      "the dead socket is forgotten",
      async () => !(await socketsOf(host, lost)).includes(dead),
    );
  });

  it.each([0, 5, 20, 40])("removes every row if it arrives %i ms after JOIN", async (delay) => {
    const host = await run.host();
    const visitor = await Visitor.connect(run.webSocketUrl(host.channelName));
    visitor.send(["JOIN", "hasty", "Ada", host.channelName]);
    await aWhile(delay);

    visitor.terminate();

    const member = Object.assign(visitor, { memberId: "hasty" });
    await aWhile(400);
    await eventually("no socket is left", async () => (await socketsOf(host, member)).length === 0);
    await eventually("no connection is left", async () => {
      return (await cloud.rows("Connections", "channelName", host.channelName)).length === 0;
    });
    const back = await run.visitor(host, "Ada", "hasty");
    expect(await back.ask(["TXT", "1", "now slowly", nextTimestamp()])).toMatchObject({ 0: "ACK" });
  });

  it("before JOIN makes JOIN fail, and leaves no row", async () => {
    const host = await run.host();
    const visitor = await Visitor.connect(run.webSocketUrl(host.channelName));
    const [row] = await cloud.rows("Connections", "channelName", host.channelName);
    await disconnect(String(row?.connectionId));

    const answer = await visitor.ask(["JOIN", "overtaken", "Ada", host.channelName]);

    expect(answer).toEqual(["ERR", expect.stringContaining("connect again"), 401]);
    expect(await socketsOf(host, Object.assign(visitor, { memberId: "overtaken" }))).toEqual([]);
  });
});

describe("a connection that is two hours old", () => {
  it("is closed, and the host's messages are stored for the next connection", async () => {
    const clock = new ManualClock(Date.now());
    const timed = await KiteRun.start({ clock });
    const host = await timed.host();
    const visitor = await timed.visitor(host);
    await visitor.ask(["TXT", "1", "a long talk", nextTimestamp()]);
    // The functions use the system's clock, so the text must be as old as the notification in the queue.
    await aWhile(1_000);
    await clock.advance(1_000);
    await host.hears("a long talk");
    // Otherwise the jump of the clock could end the function by its timeout before the text is settled.
    const timedCloud = new Cloud(timed.server);
    const { channelName } = host;
    const { memberId } = visitor;
    await eventually("the text is settled", async () => {
      return (await timedCloud.pending({ channelName, memberId }, "toHost")).length === 0;
    });
    timedCloud.close();

    for (let minutes = 0; minutes < 120; minutes += 8) {
      visitor.send(["PING"]);
      await visitor.next();
      await clock.advance(8 * 60_000);
    }
    await visitor.closed;
    await aWhile(300);
    host.say("Still there?");
    await host.hears(" is away");
    const back = await timed.visitor(host, "Ada", visitor.memberId);
    const kept = back.next();
    await aWhile(1_000);
    await clock.advance(1_000);

    expect(await kept).toMatchObject({ 0: "TXT", 2: "Still there?" });
    expect(await back.ask(["TXT", "2", "Yes", nextTimestamp()])).toMatchObject({ 0: "ACK" });
    await timed.close();
  });
});

describe("a socket that died silently", () => {
  it("has lost messages, which are pushed again at the next JOIN in order and with the same messageIds", async () => {
    const host = await run.host();
    const frozen = await run.knownVisitor(host);
    await cloud.joinSettles(host, frozen);
    host.say("into the void 1");
    const swallowed = [await frozen.next()];
    host.say("into the void 2");
    swallowed.push(await frozen.next());

    const back = await run.visitor(host, "Ada", frozen.memberId);

    expect([await back.next(), await back.next()]).toEqual(swallowed);
    await aWhile(1_200);
    expect(back.unread).toEqual([]);
    expect(frozen.unread).toEqual([]);
  });

  it("has received all messages that were pushed before its last frame, so they are not pushed again", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    host.say("seen");
    await visitor.next();
    await aWhile(1_100);
    await visitor.ask(["HIS", 1, null]);

    const back = await run.visitor(host, "Ada", visitor.memberId);

    await aWhile(2_500);
    expect(back.unread).toEqual([]);
  });
});
