import { eventually } from "../../checks/harness/eventually";
import { KiteRun } from "../../checks/harness/kite-run";
import { editUpdate, postUpdate } from "../support/post-update";
import { announcement, type HostFrame, hostHistory, nextFrame, readAll, settle, talk } from "../support/talk";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

describe("an edit of a message that is still pending", () => {
  it("follows the message after the next JOIN, in the order of the edits", async () => {
    const { host, visitor } = await talk(run);
    await visitor.close();
    const { message_id } = host.say("One");
    run.telegram.edit(host.chatId, message_id, "Two");
    run.telegram.edit(host.chatId, message_id, "Three");
    host.say("Another message");
    await run.telegram.waitUntilDelivered();

    const back = await run.visitor(host, "Ada", visitor.memberId);
    await back.expect(announcement("EDT"), ["OK"]);

    await eventually("all arrive", () => back.unread.length >= 4);
    const frames = back.unread as HostFrame[];
    expect(frames.map(([, , text]) => text.replace("✎ ", ""))).toEqual([
      "One",
      "Two",
      "Three",
      "Another message",
    ]);
  });

  it("follows a file that must be copied first", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const bytes = Buffer.alloc(5 * 1024 ** 2, "kite");
    const { message_id } = run.telegram.sendFile(host.chatId, host.userId, {
      kind: "document",
      bytes,
      caption: "One",
    });
    run.telegram.edit(host.chatId, message_id, "Two");

    const frames = [await nextFrame(visitor), await nextFrame(visitor), await nextFrame(visitor)];

    expect(frames.map(([type]) => type)).toEqual(["BIN", "TXT", "EDT"]);
    expect(frames[2]?.[1]).toBe(frames[1]?.[1]);
  });

  it("is reported once to the host if the visitor has left, like any message", async () => {
    const { host, visitor } = await talk(run);
    const { message_id } = host.say("One");
    await nextFrame(visitor);
    await visitor.close();

    run.telegram.edit(host.chatId, message_id, "Two");

    const notice = await host.hears(" is away");
    expect(notice.reply_to_message?.message_id).toBe(message_id);
    run.telegram.edit(host.chatId, message_id, "Three");
    await settle(run);
    expect(host.heard.filter(({ text }) => text?.includes(" is away"))).toHaveLength(1);
  });
});

describe("the history", () => {
  it("shows the newest text to a client that announced EDT, and every text to any other client", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const other = await run.visitor(host, "Ada", visitor.memberId);
    const { message_id } = host.say("One");
    const [, messageId, , saidAt] = await nextFrame(visitor);
    run.telegram.edit(host.chatId, message_id, "Two");
    run.telegram.edit(host.chatId, message_id, "Three");
    await eventually("all arrive", () => visitor.unread.length === 2 && other.unread.length === 3);
    const seen = [await nextFrame(other), await nextFrame(other), await nextFrame(other)];
    await nextFrame(visitor);
    await nextFrame(visitor);

    expect(await hostHistory(visitor)).toEqual([["TXT", messageId, "Three", saidAt]]);
    expect(await hostHistory(other)).toEqual(seen);
  });
});

describe("a repeated edit", () => {
  it("reaches the visitor under one messageId, and is stored once, if both copies arrive at the same moment", async () => {
    const { host, visitor } = await talk(run);
    const { message_id } = host.say("One");
    await nextFrame(visitor);
    const update = editUpdate(host, message_id, { text: "Two" });

    const statuses = await Promise.all([1, 2, 3].map(() => postUpdate(run, update)));

    expect(statuses).toEqual([200, 200, 200]);
    await settle(run);
    expect(new Set((visitor.unread as HostFrame[]).map(([, messageId]) => messageId)).size).toBe(1);
    await readAll(visitor);
    expect((await hostHistory(visitor)).filter(([, , text]) => text === "✎ Two")).toHaveLength(1);
  });

  it("changes nothing if it arrives after a newer edit", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("One");
    await nextFrame(visitor);
    const first = editUpdate(host, message_id, { text: "Two" });
    const second = editUpdate(host, message_id, { text: "Three" });
    expect([await postUpdate(run, first), await postUpdate(run, second)]).toEqual([200, 200]);
    expect([(await nextFrame(visitor))[2], (await nextFrame(visitor))[2]]).toEqual(["Two", "Three"]);

    expect(await postUpdate(run, first)).toBe(200);
    expect(await postUpdate(run, second)).toBe(200);

    // The gateway accepts a push to a socket that has vanished, so a repetition may be pushed again.
    await settle(run);
    expect((await hostHistory(visitor)).at(-1)?.[2]).toBe("Three");
    expect(visitor.unread.filter((frame) => (frame as HostFrame)[0] === "TXT")).toEqual([]);
  });
});
