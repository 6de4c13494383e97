import { randomUUID } from "node:crypto";
import { Visitor } from "../../checks/harness/client/visitor";
import { CountedRun } from "../../checks/harness/counted-run";
import { type Host, type JoinedVisitor, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

let counted: CountedRun;
let host: Host;
let visitor: JoinedVisitor;
beforeAll(async () => {
  counted = await CountedRun.start(process.env.KITE_TEST_STACK ?? "");
  host = await counted.run.host();
  visitor = await counted.run.visitor(host, "Ada Lovelace");
  await rest();
  await visitor.ask(["TXT", "first", "The first", nextTimestamp()]);
  await host.hears("The first");
  await counted.settled(3);
});
afterAll(() => counted.close());

/**
 * Waits until the member's rate limit has refilled. A frame within half a second of the previous one needs one more
 * write.
 */
const rest = () => new Promise((resolve) => setTimeout(resolve, 600));
beforeEach(rest);

/**
 * Returns a frame with the longest text that the cost target covers, and with an id in the form that clients generate.
 */
const textFrame = () => ["TXT", randomUUID(), "x".repeat(512), nextTimestamp()];

/**
 * Removes the other visitors from the channel's last active ones, so that the recipient of a plain message is certain.
 */
async function passGuessing(): Promise<void> {
  const cloud = new Cloud(counted.run.server);
  const key = { channelKey: `chat#${host.chatId}` };
  const row = await cloud.get("Channels", key);
  const [newest] = (row?.lastActive ?? []) as object[];
  await cloud.set("Channels", key, "lastActive", [newest]);
  cloud.close();
  counted.take();
}

const longestUrl = `https://shop.example/${"p".repeat(1003)}`;

const nothing = { reads: 0, writes: 0, readUnits: 0, writeUnits: 0, queueRequests: 0 };

describe("the AWS requests of a visitor's text", () => {
  it("are one read, two writes and a notification for the frame, and two reads and one write for the delivery", async () => {
    const dispatcher = await counted.during(() => visitor.ask(textFrame()));
    const outbox = await counted.during(() => counted.settled(3));

    // Writes: the rate limit, and the message with its index.
    expect(dispatcher).toEqual({ reads: 1, writes: 2, readUnits: 1, writeUnits: 1 + 2, queueRequests: 1 });
    // Reads: the pending messages and the host's chat. Write: the message, which is removed from the index.
    expect(outbox).toEqual({ reads: 2, writes: 1, readUnits: 1 + 1, writeUnits: 2, queueRequests: 0 });
  });

  it("include one more write if another visitor was the last active one", async () => {
    const other = await counted.run.knownVisitor(host, "Eve");
    await rest();
    await counted.during(() => counted.settled(0));

    await counted.during(() => visitor.ask(textFrame()));
    const outbox = await counted.during(() => counted.settled(4));

    expect(outbox).toEqual({ reads: 2, writes: 2, readUnits: 2, writeUnits: 2 + 1, queueRequests: 0 });
    await other.close();
    await counted.during(() => counted.settled(2));
  });

  it("include one more write for each frame within half a second of the previous one", async () => {
    const dispatcher = await counted.during(async () => {
      for (let frame = 0; frame < 3; frame += 1) {
        await visitor.ask(textFrame());
      }
    });
    const outbox = await counted.during(() => counted.settled(5));

    expect(dispatcher).toMatchObject({
      reads: 3,
      writes: 3 * 2 + 2,
      writeUnits: 3 * 3 + 2,
      queueRequests: 3,
    });
    // One notification may deliver all texts. The other notifications then find no texts. Each reads at most the
    // messages and the chat.
    expect(outbox.writes).toBe(3);
    expect(outbox.reads).toBeGreaterThanOrEqual(4);
    expect(outbox.reads).toBeLessThanOrEqual(3 * 2);
  });

  it("include none for the outbox if the client repeats the text", async () => {
    const frame = textFrame();
    await counted.during(() => visitor.ask(frame));
    await counted.settled(3);
    await rest();

    const dispatcher = await counted.during(() => visitor.ask(frame));
    const outbox = await counted.during(() => new Promise((resolve) => setTimeout(resolve, 1_500)));

    expect(dispatcher).toMatchObject({ reads: 1, writes: 2, queueRequests: 0 });
    expect(outbox).toEqual(nothing);
  });
});

describe("the AWS requests of a host's message to an open socket", () => {
  it.each([
    ["a reply", () => host.heard.find(({ text }) => text?.includes("The first"))],
    ["a plain message, to the last active visitor", () => undefined],
  ])("are two reads and two writes for %s", async (_case, repliesTo) => {
    await passGuessing();
    const counts = await counted.during(async () => {
      host.say("y".repeat(512), repliesTo());
      await visitor.next();
      await counted.settled(4);
    });

    // Reads: the chat and the member. Writes: the route and the delivered message.
    expect(counts).toEqual({ reads: 2, writes: 2, readUnits: 2, writeUnits: 2, queueRequests: 0 });
  });
});

describe("the AWS requests of a host's edit", () => {
  it("are five reads and two writes if an open socket receives it, and one read if the text has not changed", async () => {
    await passGuessing();
    const { message_id } = host.say("y".repeat(512));
    await visitor.next();
    await counted.settled(4);
    const { telegram } = counted.run;

    const edit = await counted.during(async () => {
      telegram.edit(host.chatId, message_id, "z".repeat(512));
      await visitor.next();
      await counted.settled(7);
    });
    const same = await counted.during(async () => {
      telegram.edit(host.chatId, message_id, "z".repeat(512));
      await counted.settled(1);
    });

    // Reads: the route, the chat, the member, a stored copy of the edit, and the features of the socket's client.
    expect(edit).toEqual({ reads: 5, writes: 2, readUnits: 5, writeUnits: 2, queueRequests: 0 });
    expect(same).toEqual({ ...nothing, reads: 1, readUnits: 1 });
  });
});

describe("the AWS requests of other frames", () => {
  it("are none for PING", async () => {
    expect(await counted.during(() => visitor.ask(["PING"]))).toEqual(nothing);
  });

  it("are one read and one write for a probe", async () => {
    expect(await counted.during(() => visitor.ask("Hi"))).toEqual({
      ...nothing,
      ...{ reads: 1, writes: 1, readUnits: 1, writeUnits: 1 },
    });
  });

  it("are one read and two writes for an invalid frame, including the count of the rejection", async () => {
    expect(await counted.during(() => visitor.ask(["NOPE"]))).toEqual({
      ...nothing,
      ...{ reads: 1, writes: 2, readUnits: 1, writeUnits: 2 },
    });
  });

  it("are two reads and one write for HIS", async () => {
    expect(await counted.during(() => visitor.ask(["HIS", 10, null]))).toMatchObject({
      ...{ reads: 2, writes: 1, writeUnits: 1, queueRequests: 0 },
    });
  });

  it("are one read and one write for CTX, plus one write if the page has changed", async () => {
    const context = (title: string) => ["CTX", longestUrl, title, "en", "Europe/Kyiv", ["typing"]];
    await visitor.ask(context("🪁".repeat(200)));
    await rest();
    counted.take();

    const same = await counted.during(() => visitor.ask(context("🪁".repeat(200))));
    await rest();
    const text = await counted.during(() => visitor.ask(textFrame()));
    await counted.settled(3);
    await rest();
    const changed = await counted.during(() => visitor.ask(context("Cart")));

    expect(same).toEqual({ reads: 1, writes: 1, readUnits: 1, writeUnits: 1, queueRequests: 0 });
    expect(text).toEqual({ reads: 1, writes: 2, readUnits: 1, writeUnits: 1 + 2, queueRequests: 1 });
    // DynamoDB counts the larger of the old and the new size of the row.
    expect(changed).toEqual({ reads: 1, writes: 2, readUnits: 1, writeUnits: 1 + 3, queueRequests: 0 });
  });

  it("are one read and one write for UPL, and the same as a text's for BIN", async () => {
    const file = ["a.pdf", "application/pdf", 3];
    // A function reads the secret for files once, before its first file.
    await visitor.ask(["UPL", randomUUID(), ...file, nextTimestamp()]);
    await rest();
    let offer: unknown;
    const upload = await counted.during(async () => {
      offer = await visitor.ask(["UPL", randomUUID(), ...file, nextTimestamp()]);
    });
    const [, , canonicalUri, uploadUri] = offer as string[];
    const headers = { "content-type": "application/pdf" };
    await fetch(uploadUri ?? "", { method: "PUT", headers, body: "abc" });
    await rest();
    const frame = ["BIN", randomUUID(), canonicalUri, ...file, nextTimestamp()];

    const dispatcher = await counted.during(() => visitor.ask(frame));
    const outbox = await counted.during(() => counted.settled(4));

    expect(upload).toEqual({ reads: 1, writes: 1, readUnits: 1, writeUnits: 1, queueRequests: 0 });
    expect(dispatcher).toEqual({ reads: 1, writes: 2, readUnits: 1, writeUnits: 3, queueRequests: 1 });
    // The attempt of an upload is counted before it begins. Telegram first rejects this file by URL and as a photo.
    expect(outbox).toMatchObject({ reads: 2, writes: 2 });
  });

  it("are one write for a new socket, one read and six writes for the first JOIN, and five writes for the next JOIN", async () => {
    const url = counted.run.webSocketUrl(host.channelName);
    const join = ["JOIN", randomUUID(), "Eve", host.channelName];
    const sockets: Visitor[] = [];
    const connect = await counted.during(async () => sockets.push(await Visitor.connect(url)));
    sockets.push(await Visitor.connect(url));
    const [one, other] = sockets;

    const first = await counted.during(async () => one?.ask(join));
    await rest();
    counted.take();
    const next = await counted.during(async () => other?.ask(join));
    // The outbox requests the member, the pending messages, and the mailbox that a JOIN fills.
    const asked = await counted.during(() => counted.settled(4));
    const closed = await counted.during(async () => {
      await other?.close();
      await counted.settled(2);
    });

    expect(connect).toEqual({ ...nothing, writes: 1, writeUnits: 1 });
    // Two of the six writes fail because the member does not exist yet. The member's row is also in the channel's index.
    expect(first).toEqual({ reads: 1, writes: 6, readUnits: 1, writeUnits: 6 + 1, queueRequests: 0 });
    // The outbox is notified in case an earlier socket lost a message.
    expect(next).toEqual({ reads: 1, writes: 5, readUnits: 1, writeUnits: 5, queueRequests: 1 });
    expect(asked).toMatchObject({ reads: 3, writes: 1 });
    expect(closed).toEqual({ ...nothing, writes: 2, writeUnits: 2 });
  });
});
