import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
import { hostUpdate, postUpdate } from "../support/post-update";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

type Frame = readonly [type: string, messageId: string, text: string, timestamp: string];

const announcement = (...features: readonly string[]) => ["CTX", null, null, null, null, features];

/** Creates a host, and a visitor who receives the host's next message. */
async function talk(
  ...features: readonly string[]
): Promise<{ readonly host: Host; readonly visitor: JoinedVisitor }> {
  const host = await run.host();
  const visitor = await run.knownVisitor(host);
  if (features.length > 0) {
    await visitor.expect(announcement(...features), ["OK"]);
  }
  return { host, visitor };
}

const next = async (visitor: JoinedVisitor) => (await visitor.next()) as Frame;

/** Waits until Telegram has no updates left, and then for as long as a late push may take. */
async function settle(): Promise<void> {
  await run.telegram.waitUntilDelivered();
  await aWhile(300);
}

/** Returns an update with an edit, in the form in which Telegram posts it. */
function editUpdate(host: Host, messageId: number, content: object, updateId?: number) {
  const { message, update_id } = hostUpdate(host, content, updateId);
  return {
    update_id,
    edited_message: { ...message, message_id: messageId, edit_date: message.date },
  };
}

describe("an edit of a message that is still pending", () => {
  it("follows the message after the next JOIN, in the order of the edits", async () => {
    const { host, visitor } = await talk();
    await visitor.close();
    const { message_id } = host.say("One");
    run.telegram.edit(host.chatId, message_id, "Two");
    run.telegram.edit(host.chatId, message_id, "Three");
    host.say("Another message");
    await run.telegram.waitUntilDelivered();

    const back = await run.visitor(host, "Ada", visitor.memberId);
    await back.expect(announcement("EDT"), ["OK"]);

    await eventually("all arrive", () => back.unread.length >= 4);
    const frames = back.unread as Frame[];
    expect(frames.map(([, , text]) => text.replace("✎ ", ""))).toEqual([
      "One",
      "Two",
      "Three",
      "Another message",
    ]);
  });

  it("follows a file that must be copied first", async () => {
    const { host, visitor } = await talk("EDT");
    const bytes = Buffer.alloc(5 * 1024 ** 2, "kite");
    const { message_id } = run.telegram.sendFile(host.chatId, host.userId, {
      kind: "document",
      bytes,
      caption: "One",
    });
    run.telegram.edit(host.chatId, message_id, "Two");

    const frames = [await next(visitor), await next(visitor), await next(visitor)];

    expect(frames.map(([type]) => type)).toEqual(["BIN", "TXT", "EDT"]);
    expect(frames[2]?.[1]).toBe(frames[1]?.[1]);
  });

  it("is reported once to the host if the visitor has left, like any message", async () => {
    const { host, visitor } = await talk();
    const { message_id } = host.say("One");
    await next(visitor);
    await visitor.close();

    run.telegram.edit(host.chatId, message_id, "Two");

    const notice = await host.hears(" is away");
    expect(notice.reply_to_message?.message_id).toBe(message_id);
    run.telegram.edit(host.chatId, message_id, "Three");
    await settle();
    expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toHaveLength(1);
  });
});

describe("the history", () => {
  it("shows the newest text to a client that announced EDT, and every text to another", async () => {
    const { host, visitor } = await talk("EDT");
    const other = await run.visitor(host, "Ada", visitor.memberId);
    const { message_id } = host.say("One");
    const [, messageId, , saidAt] = await next(visitor);
    run.telegram.edit(host.chatId, message_id, "Two");
    run.telegram.edit(host.chatId, message_id, "Three");
    await eventually("all arrive", () => visitor.unread.length === 2 && other.unread.length === 3);
    const seen = [await next(other), await next(other), await next(other)];
    await next(visitor);
    await next(visitor);

    const history = async (socket: JoinedVisitor) =>
      ((await socket.ask(["HIS", 50, null])) as [string, [string, Frame][]])[1]
        .filter(([side]) => side === "in")
        .map(([, frame]) => frame);

    expect(await history(visitor)).toEqual([["TXT", messageId, "Three", saidAt]]);
    expect(await history(other)).toEqual(seen);
  });
});

describe("a repeated edit", () => {
  it("that arrives at the same moment reaches the visitor under one messageId, and is stored once", async () => {
    const { host, visitor } = await talk();
    const { message_id } = host.say("One");
    await next(visitor);
    const update = editUpdate(host, message_id, { text: "Two" });

    const statuses = await Promise.all([1, 2, 3].map(() => postUpdate(run, update)));

    expect(statuses).toEqual([200, 200, 200]);
    await settle();
    expect(new Set((visitor.unread as Frame[]).map(([, messageId]) => messageId)).size).toBe(1);
    for (let unread = visitor.unread.length; unread > 0; unread -= 1) {
      await visitor.next();
    }
    const [, entries] = (await visitor.ask(["HIS", 50, null])) as [string, [string, Frame][]];
    expect(entries.filter(([, [, , text]]) => text === "✎ Two")).toHaveLength(1);
  });

  it("that arrives after a newer edit changes nothing", async () => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("One");
    await next(visitor);
    const first = editUpdate(host, message_id, { text: "Two" });
    const second = editUpdate(host, message_id, { text: "Three" });
    expect([await postUpdate(run, first), await postUpdate(run, second)]).toEqual([200, 200]);
    expect([(await next(visitor))[2], (await next(visitor))[2]]).toEqual(["Two", "Three"]);

    expect(await postUpdate(run, first)).toBe(200);
    expect(await postUpdate(run, second)).toBe(200);

    // The gateway accepts a push to a socket that has vanished, so a repetition may be pushed again.
    await settle();
    const [, entries] = (await visitor.ask(["HIS", 50, null])) as [string, [string, Frame][]];
    expect(entries.at(-1)?.[1][2]).toBe("Three");
    expect(visitor.unread.filter((frame) => (frame as Frame)[0] === "TXT")).toEqual([]);
  });
});
