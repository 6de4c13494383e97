import { ManualClock } from "@kite-chat/stack-server";
import { FloodCounter } from "../src/flood-limit";
import { startTestBotApi, type TestBotApi } from "./bot-api";

const clock = new ManualClock();
let api: TestBotApi;
beforeEach(async () => {
  api = await startTestBotApi({ clock, groupFloodLimit: { requests: 3, seconds: 60 } });
});
afterEach(() => api.close());

const say = async (chatId: number, text = "Hi") =>
  (await api.call("sendMessage", { chat_id: chatId, text })).body;

async function fill(): Promise<void> {
  for (let count = 0; count < 3; count++) {
    expect(await say(api.group.id)).toMatchObject({ ok: true });
  }
}

describe("the flood limit of a group", () => {
  it("rejects a request with 429, and returns the time until the next request is allowed", async () => {
    await say(api.group.id);
    await clock.advance(20_500);
    await say(api.group.id);
    await say(api.group.id);

    expect(await say(api.group.id)).toEqual({
      ok: false,
      error_code: 429,
      description: "Too Many Requests: retry after 40",
      parameters: { retry_after: 40 },
    });
    expect(api.telegram.messages(api.group.id)).toHaveLength(3);
    await clock.advance(40_000);
    expect(await say(api.group.id)).toMatchObject({ ok: true });
    expect(await say(api.group.id)).toMatchObject({ parameters: { retry_after: 20 } });
  });

  it("applies to files, and does not count rejected calls", async () => {
    for (let count = 0; count < 5; count++) {
      expect(await say(api.group.id, "")).toMatchObject({ error_code: 400 });
    }
    await fill();
    for (let count = 0; count < 5; count++) {
      await say(api.group.id);
    }

    const known = api.telegram.sendFile(api.group.id, api.ada.id, {
      kind: "document",
      bytes: Buffer.from("x"),
    });
    const document = { chat_id: api.group.id, document: known.document?.file_id };
    expect((await api.call("sendDocument", document)).body).toMatchObject({ error_code: 429 });
    await clock.advance(60_000);
    await fill();
  });

  it("counts every request that changes the group, but no request that only reads", async () => {
    const { message_id } = api.telegram.say(api.group.id, api.ada.id, "Hi");
    const inGroup = { chat_id: api.group.id, message_id };

    await api.call("setMessageReaction", { ...inGroup, reaction: [] });
    await api.call("pinChatMessage", inGroup);
    await api.call("sendChatAction", { ...inGroup, action: "typing" });

    expect(await say(api.group.id)).toMatchObject({ error_code: 429 });
    expect((await api.call("getChat", inGroup)).body).toMatchObject({ ok: true });
  });

  it("applies to each group separately, and not to private chats or people", async () => {
    await fill();
    const other = api.telegram.createGroup({ title: "Other", people: [api.ada] });
    const chat = api.telegram.createPrivateChat(api.bob);

    for (let count = 0; count < 5; count++) {
      api.telegram.say(other.id, api.ada.id, "Hello");
      expect(await say(chat.id)).toMatchObject({ ok: true });
    }
    expect(await say(other.id)).toMatchObject({ ok: true });
    expect(await say(api.group.id)).toMatchObject({ error_code: 429 });
  });
});

describe("a request that is rejected after the flood limit's window has passed", () => {
  it("does not change the count of later requests", async () => {
    let now = 0;
    const counter = new FloodCounter({ requests: 3, seconds: 60 }, () => now);
    const run = (request: () => unknown = () => "sent") => counter.run(-1, request);
    let reject = (_: Error) => {};
    const slow = run(
      () =>
        new Promise((_, rejectWith) => {
          reject = rejectWith;
        }),
    );
    now = 61_000;
    await run();
    await run();

    reject(new Error("rejected late"));
    await expect(slow).rejects.toThrow("rejected late");

    expect(await run()).toBe("sent");
    await expect(run()).rejects.toThrow("Too Many Requests: retry after 60");
  });
});
