import type { Update } from "@grammyjs/types";
import { ManualClock } from "@kite-chat/stack-server";
import { Telegram } from "../src/telegram";
import type { TelegramEvent } from "../src/telegram-props";
import { startTestBotApi, startTestWebhook } from "./bot-api";
import { png } from "./pictures";

let telegram: Telegram;
let pushed: { readonly type: string; readonly content: unknown }[];
beforeEach(() => {
  telegram = new Telegram({ clock: new ManualClock() });
  pushed = [];
  jest.spyOn(telegram.webhook, "push").mockImplementation((_chat, type, content) => {
    pushed.push({ type, content });
  });
});
afterEach(() => telegram.close());

const seen = () =>
  pushed.filter(({ type }) => type === "message").map(({ content }) => content as Update["message"]);

describe("the updates that a bot in a group receives", () => {
  it.each([
    { botStatus: "administrator", text: "Plain", isSeen: true },
    { botStatus: "member", text: "Plain", isSeen: false },
    { botStatus: "member", text: "/info", isSeen: true },
    { botStatus: "member", text: "/info@test_bot", isSeen: true },
    { botStatus: "member", text: "/info@another_bot", isSeen: false },
    { botStatus: "left", text: "/info", isSeen: false },
  ] as const)(
    "include `$text` for a bot with the status $botStatus: $isSeen",
    ({ botStatus, text, isSeen }) => {
      const ada = telegram.createUser("Ada");
      const group = telegram.createGroup({ title: "Support", people: [ada], botStatus });

      telegram.say(group.id, ada.id, text);

      expect(seen()).toHaveLength(isSeen ? 1 : 0);
      expect(telegram.messages(group.id)).toHaveLength(1);
    },
  );

  it("include replies to a bot that is only a member, and never its own messages", () => {
    const ada = telegram.createUser("Ada");
    const group = telegram.createGroup({ title: "Support", people: [ada], botStatus: "member" });
    const own = telegram.chats.post(telegram.chats.room(group.id), { text: "#a1 Visitor" });

    telegram.say(group.id, ada.id, "Hello visitor", { replyTo: own.message_id });

    expect(seen()).toEqual([expect.objectContaining({ text: "Hello visitor" })]);
    expect(seen()[0]?.reply_to_message).toMatchObject({ text: "#a1 Visitor" });
  });

  it("report that the bot joins or leaves", () => {
    const ada = telegram.createUser("Ada");
    const group = telegram.createGroup({ title: "Support", people: [ada] });
    telegram.setBotStatus(group.id, "kicked");

    const changes = pushed.map(({ content }) => content as Update["my_chat_member"]);
    expect(pushed.map(({ type }) => type)).toEqual(["my_chat_member", "my_chat_member"]);
    expect(changes.map((change) => change?.new_chat_member.status)).toEqual(["administrator", "kicked"]);
  });
});

describe("the API for simulated people in Telegram", () => {
  it("reports events to subscribers until they unsubscribe", () => {
    const ada = telegram.createUser("Ada");
    const chat = telegram.createPrivateChat(ada);
    const events: TelegramEvent[] = [];
    const leave = telegram.subscribe((event) => events.push(event));

    const message = telegram.say(chat.id, ada.id, "Helo");
    telegram.edit(chat.id, message.message_id, "Hello");
    telegram.chats.remove(telegram.chats.room(chat.id), message.message_id);
    leave();
    telegram.say(chat.id, ada.id, "Unheard");

    expect(events.map((event) => event.type)).toEqual(["message", "edit", "delete"]);
    expect(pushed.map(({ type }) => type)).toEqual(["message", "edited_message", "message"]);
  });

  it.each([
    [{ kind: "photo", thumbnail: png(2, 2) }, { photo: [{ width: 2 }, { width: 8 }] }],
    [
      { kind: "document", fileName: "a.txt", mimeType: "text/plain" },
      { document: { file_name: "a.txt", mime_type: "text/plain" } },
    ],
    [{ kind: "voice" }, { voice: { mime_type: "audio/ogg" } }],
    [
      { kind: "animation", fileName: "a.mp4" },
      { animation: { file_name: "a.mp4" }, document: { file_name: "a.mp4" } },
    ],
    [{ kind: "sticker", mimeType: "video/webm" }, { sticker: { is_video: true, is_animated: false } }],
  ] as const)("sends %j as Telegram does", (file, expected) => {
    const ada = telegram.createUser("Ada");
    const chat = telegram.createPrivateChat(ada);

    telegram.sendFile(chat.id, ada.id, { ...file, bytes: png(8, 8), caption: "see #a1" });

    expect(seen()).toMatchObject([
      { ...expected, caption: "see #a1", caption_entities: [{ type: "hashtag", offset: 4, length: 3 }] },
    ]);
  });

  it("rejects a sender who is not in the chat", () => {
    const ada = telegram.createUser("Ada");
    const group = telegram.createGroup({ title: "Support", people: [ada] });

    expect(() => telegram.say(group.id, 5, "Hello")).toThrow("User 5 is not in the chat");
  });
});

describe("waitUntilDelivered", () => {
  it("returns when the webhook has accepted every update, and immediately if none is pending", async () => {
    const api = await startTestBotApi();
    const webhook = await startTestWebhook();
    await api.call("setWebhook", { url: webhook.url });
    webhook.nextAnswers.push(500);

    api.telegram.say(api.group.id, api.ada.id, "Hello");
    await api.telegram.waitUntilDelivered();
    await api.telegram.waitUntilDelivered();

    expect(webhook.received.map(({ update }) => update.message?.text)).toContain("Hello");
    expect(api.telegram.webhook.info.pending_update_count).toBe(0);
    await api.close();
    await webhook.close();
  });

  it("fails if updates are pending and no webhook is set", async () => {
    const offline = new Telegram();
    const chat = offline.createPrivateChat(offline.createUser("Ada"));
    offline.say(chat.id, chat.id, "Hello");

    await expect(offline.waitUntilDelivered()).rejects.toThrow("no webhook is set");
  });
});
