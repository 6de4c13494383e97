import { commandLineOf } from "@kite-chat/stack-server";
import { Visitor } from "../../checks/harness/client/visitor";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { Host, nextTimestamp } from "../../checks/harness/kite-run";
import { KillableRun } from "../support/killable-run";

let run: KillableRun;
beforeEach(async () => {
  run = await KillableRun.start();
}, 60_000);
afterEach(() => run.close());

async function hostOf(channelName: string): Promise<Host> {
  const host = new Host(run, channelName);
  host.say(`/host ${channelName}`);
  await host.hears("hosts the channel");
  return host;
}

async function join(host: Host, memberId: string): Promise<Visitor> {
  const visitor = await Visitor.connect(run.webSocketUrl(host.channelName));
  expect(await visitor.ask(["JOIN", memberId, "Ada", host.channelName])).toEqual(["OK"]);
  return visitor;
}

async function engineIsGone(pid: number): Promise<void> {
  await eventually("the engine ends", () => commandLineOf(pid)?.includes("dynamodb.sqlite") !== true);
}

describe("a run that is killed with SIGKILL during a conversation and restarted with its data", () => {
  it("delivers the acknowledged texts, keeps stored messages, and has one database engine", async () => {
    const host = await hostOf("kite-killed");
    const ada = await join(host, "ada");
    await ada.ask(["TXT", "0", "before", nextTimestamp()]);
    await host.hears("before");
    const eve = await join(host, "eve");
    await eve.ask(["TXT", "0", "Eve was here", nextTimestamp()]);
    const fromEve = await host.hears("Eve was here");
    await eve.close();
    await aWhile(300);
    host.say("For Eve", fromEve);
    await host.hears(" is away");
    run.telegram.faults.failNext("sendMessage", { kind: "tooManyRequests", retryAfterSeconds: 4 });
    const acks = [
      await ada.ask(["TXT", "1", "one", nextTimestamp()]),
      await ada.ask(["TXT", "2", "two", nextTimestamp()]),
    ];
    await aWhile();
    run.telegram.faults.clear();
    const engine = run.enginePid;

    await run.kill();
    await run.startAgain();

    expect(acks).toMatchObject([{ 0: "ACK" }, { 0: "ACK" }]);
    await engineIsGone(engine);
    expect(run.enginePid).not.toBe(engine);
    await host.hears("two");
    const again = await join(host, "ada");
    const repeated = await again.ask(["TXT", "1", "one", nextTimestamp()]);
    expect((repeated as unknown[]).slice(0, 3)).toEqual((acks[0] as unknown[]).slice(0, 3));
    const back = await join(host, "eve");
    expect(await back.next()).toMatchObject({ 0: "TXT", 2: "For Eve" });
    await aWhile();
    expect(host.told).toEqual(["before", "Eve was here", "one", "two"]);
    expect(back.unread).toEqual([]);
  });

  it("loses no text of a burst, and repeats at most one post, whose answer was not stored", async () => {
    const host = await hostOf("kite-killed");
    const visitor = await join(host, "ada");
    // Four texts fill a post.
    const frames = Array.from({ length: 16 }, (_, index) => {
      const text = `${String(index).padStart(2, "0")}${"x".repeat(998)}`;
      return ["TXT", `m${index}`, text, nextTimestamp()] as const;
    });
    const posts: string[] = [];
    const killed = new Promise<void>((resolve) => {
      const unsubscribe = run.telegram.subscribe((event) => {
        if (event.type !== "message" || !event.message.text?.includes("xxx")) {
          return;
        }
        posts.push(event.message.text);
        if (posts.length < 2) {
          return;
        }
        unsubscribe();
        void run.kill().then(resolve);
      });
    });

    for (const frame of frames) {
      visitor.send(frame);
    }
    await killed;
    const engine = run.enginePid;
    const acknowledged = visitor.unread.filter((frame) => Array.isArray(frame) && frame[0] === "ACK");
    await run.startAgain();
    const again = await join(host, "ada");
    for (const frame of frames) {
      expect(await again.ask(frame)).toMatchObject({ 0: "ACK" });
    }
    await again.ask(["TXT", "last", "that was all", nextTimestamp()]);

    await host.hears("that was all");
    await engineIsGone(engine);
    expect(acknowledged.length).toBeGreaterThan(0);
    const texts = host.told.filter((text) => text.includes("xxx"));
    expect([...new Set(texts)]).toEqual(frames.map(([, , text]) => text));
    const twice = texts.filter((text, index) => texts.indexOf(text) !== index);
    expect(twice.every((text) => posts[1]?.includes(text))).toBe(true);
  });
});
