import { aWhile, eventually } from "../../checks/harness/eventually";
import type { Behaviour } from "../../checks/harness/fault-proxy";
import { type Host, type JoinedVisitor, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { failIn, kicked } from "../support/bot-api-answers";
import { FaultyRun, type ServiceCall } from "../support/faulty-run";
import { hostUpdate, postUpdate } from "../support/post-update";

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

const gone: Behaviour = { status: 410, body: { message: "Gone", __type: "GoneException" } };
const post = (host: Host, text: string) => postUpdate(run, hostUpdate(host, { text }));
const texts = ({ unread }: JoinedVisitor) => (unread as string[][]).map(([, , text]) => text);

async function socketsOf({ channelName }: Host, { memberId }: JoinedVisitor): Promise<readonly string[]> {
  return Object.keys((await faulty.cloud.member(channelName, memberId))?.sockets ?? {});
}

describe("a socket that closes before it has received the messages that a frozen socket lost", () => {
  it("leaves all of them to the next JOIN, regardless of what the outbox does meanwhile", async () => {
    const host = await run.host();
    const frozen = await run.knownVisitor(host);
    await faulty.cloud.joinSettles(host, frozen);
    expect(await post(host, "into the void")).toBe(200);
    await frozen.next();
    let refused = 0;
    faulty.proxies.sockets.behave = () => {
      refused += 1;
      return gone;
    };
    const hasty = await run.visitor(host, "Ada", frozen.memberId);
    await eventually("its push is refused", async () => {
      return refused > 0 && (await socketsOf(host, frozen)).length === 1;
    });
    faulty.heal();
    // This frame comes after the lost message, and the socket is no longer in the list of sockets.
    expect(await hasty.ask(["HIS", 1, null])).toMatchObject({ 0: "HIS" });
    expect(await post(host, "kept")).toBe(200);
    await eventually("it is delivered", () => texts(frozen).includes("kept"));

    const back = await run.visitor(host, "Ada", frozen.memberId);

    await eventually("both are pushed again", () => texts(back).length >= 2);
    await aWhile(500);
    expect(texts(back)).toEqual(["into the void", "kept"]);
    await eventually("nothing is owed", async () => {
      const row = await faulty.cloud.member(host.channelName, frozen.memberId);
      return row?.mailbox === undefined && row?.resendFrom === undefined;
    });
  });
});

describe("a frame that a function reads late", () => {
  it("does not confirm messages that were pushed after the gateway had received the frame", async () => {
    const host = await run.host();
    const frozen = await run.knownVisitor(host);
    await faulty.cloud.joinSettles(host, frozen);
    const heard = async () =>
      JSON.stringify((await faulty.cloud.member(host.channelName, frozen.memberId))?.heard);
    const before = await heard();
    faulty.behave(({ service, action, body }) =>
      service === "table" && action === "GetItem" && body.includes("Connections")
        ? { delayMilliseconds: 2_500 }
        : "pass",
    );
    const asked = frozen.ask(["HIS", 1, null]);
    await aWhile(300);
    expect(await post(host, "into the void")).toBe(200);
    await eventually("the frame is counted", async () => (await heard()) !== before);
    faulty.heal();

    const back = await run.visitor(host, "Ada", frozen.memberId);

    await eventually("it is pushed again", () => texts(back).length > 0);
    expect(texts(back)).toEqual(["into the void"]);
    await asked;
  });
});

/** Waits until the outbox has done everything that a visitor's JOIN requested. */
const calm = (host: Host, { memberId }: Pick<JoinedVisitor, "memberId">) =>
  eventually("nothing is owed", async () => {
    return (await faulty.cloud.member(host.channelName, memberId))?.mailbox === undefined;
  });

describe("a socket that joins while a host's message is delivered to an older one", () => {
  it.each<[string, (call: ServiceCall) => boolean]>([
    [
      "pushed slowly to the older socket",
      ({ service, body }) => service === "sockets" && body.includes("under way"),
    ],
    [
      "stored slowly",
      ({ service, action, body }) =>
        service === "table" && action === "PutItem" && body.includes('"delivered"'),
    ],
  ])("receives the message once if it is %s", async (_, isSlow) => {
    const host = await run.host();
    const older = await run.knownVisitor(host);
    await faulty.cloud.joinSettles(host, older);
    faulty.behave((call) => (isSlow(call) ? { delayMilliseconds: 2_600 } : "pass"));
    const posting = post(host, "under way");
    await aWhile(200);

    const newer = await run.visitor(host, "Ada", older.memberId);
    expect(await posting).toBe(200);

    await eventually("it arrives", () => texts(newer).length > 0);
    await calm(host, older);
    expect(texts(newer)).toEqual(["under way"]);
    expect(texts(older)).toEqual(["under way"]);
  });
});

describe("a repeated update whose first copy failed right after the message was stored", () => {
  it("delivers the message to a socket that joined in the meantime", async () => {
    const host = await run.host();
    const older = await run.knownVisitor(host);
    await faulty.cloud.joinSettles(host, older);
    const isStored = ({ service, action, body }: ServiceCall) =>
      service === "table" && action === "PutItem" && body.includes('"delivered"');
    const update = hostUpdate(host, { text: "once more" });
    faulty.killAfter(isStored, (call) =>
      call.service === "sockets" && call.body.includes("once more") ? { delayMilliseconds: 2_600 } : "pass",
    );
    const posting = postUpdate(run, update);
    await aWhile(200);
    const newer = await run.visitor(host, "Ada", older.memberId);
    expect(await posting).toBe(503);
    faulty.heal();
    await calm(host, older);

    expect(await postUpdate(run, update)).toBe(200);

    await eventually("it arrives", () => texts(newer).length > 0);
    await calm(host, older);
    expect([texts(older), texts(newer)]).toEqual([["once more"], ["once more"]]);
  });
});

describe("an ERR about an acknowledged message", () => {
  it("is sent once as a message at the next JOIN, if a dead socket lost it", async () => {
    const host = await run.host();
    const frozen = await run.knownVisitor(host);
    failIn(faulty.proxies.telegram, host, kicked);
    expect(await frozen.ask(["TXT", "1", "never shown", nextTimestamp()])).toMatchObject({ 0: "ACK" });
    expect(await frozen.next()).toMatchObject({ 0: "ERR", 2: 404 });

    const back = await run.visitor(host, "Ada", frozen.memberId);

    await eventually("the notice arrives", () => texts(back).length > 0);
    await calm(host, frozen);
    expect(texts(back)).toEqual([expect.stringContaining("was not delivered")]);
  });
});

describe("a visitor who reconnects again and again", () => {
  it("does not receive the same message forever, and has a row of constant size", async () => {
    const host = await run.host();
    const first = await run.knownVisitor(host);
    await faulty.cloud.joinSettles(host, first);
    expect(await post(host, "once")).toBe(200);
    const [, messageId] = (await first.next()) as string[];
    const key = {
      conversation: `${host.channelName}/${first.memberId}`,
      messageKey: `toVisitor#${messageId}`,
    };
    const row = () => faulty.cloud.get("Messages", key);
    const delivered = await eventually("the row", row);
    let socket: JoinedVisitor = first;
    for (let turn = 0; turn < 3; turn += 1) {
      await socket.close();
      socket = await run.visitor(host, "Ada", first.memberId);
      await calm(host, first);
    }

    const after = await row();
    expect(after?.takenBy).toHaveLength(1);
    // The time of the first delivery is kept, so the pushes end ten minutes later.
    expect(after?.deliveredAt).toBe(delivered.deliveredAt);
  });

  it("receives no repeated messages if none was pushed before", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    await faulty.cloud.joinSettles(host, visitor);
    const hasty = await run.visitor(host, "Ada", visitor.memberId);
    await hasty.close();

    await calm(host, visitor);
  });
});
