import {
  receivedUpdates,
  rejected,
  startTestBotApi,
  startTestWebhook,
  type TestBotApi,
  type TestWebhook,
} from "./bot-api";

let api: TestBotApi;
let webhook: TestWebhook;
beforeEach(async () => {
  [api, webhook] = [await startTestBotApi(), await startTestWebhook()];
});
afterEach(async () => {
  await api.close();
  await webhook.close();
});

const updates = () => receivedUpdates(api, webhook);

describe("reactions of the bot", () => {
  const react = (message_id: number, ...emoji: readonly string[]) =>
    api.call("setMessageReaction", {
      chat_id: api.group.id,
      message_id,
      reaction: emoji.map((it) => ({ type: "emoji", emoji: it })),
    });

  it("are set, replaced and removed, and each change is reported to listeners", async () => {
    const { message_id } = api.telegram.say(api.group.id, api.ada.id, "Hi");
    const seen: unknown[] = [];
    api.telegram.subscribe((event) => seen.push(event.type === "reactions" ? event.reactions : event.type));

    await react(message_id, "👀");
    await react(message_id, "👌");
    expect(api.telegram.reactions(api.group.id, message_id)).toEqual([{ type: "emoji", emoji: "👌" }]);
    await react(message_id);

    expect(api.telegram.reactions(api.group.id, message_id)).toEqual([]);
    expect(seen).toEqual([[{ type: "emoji", emoji: "👀" }], [{ type: "emoji", emoji: "👌" }], []]);
  });

  it("must be in the group's list of allowed reactions, which getChat returns", async () => {
    const people = [api.ada];
    const group = api.telegram.createGroup({ title: "Strict", people, availableReactions: ["👍"] });
    const { message_id } = api.telegram.say(group.id, api.ada.id, "Hi");
    const reactTo = (emoji: string) =>
      api.call("setMessageReaction", { chat_id: group.id, message_id, reaction: [{ type: "emoji", emoji }] });

    expect((await reactTo("👌")).body).toEqual(rejected("REACTION_INVALID"));
    expect((await reactTo("👍")).body).toEqual({ ok: true, result: true });
    const { body } = await api.call("getChat", { chat_id: group.id });
    expect(body.result).toMatchObject({ available_reactions: [{ type: "emoji", emoji: "👍" }] });
  });

  it.each([
    ["an emoji that is not a reaction", ["🛒"], "REACTION_INVALID"],
    ["two reactions", ["👍", "👌"], "REACTIONS_TOO_MANY"],
  ])("are rejected with %s", async (_case, emoji, description) => {
    const { message_id } = api.telegram.say(api.group.id, api.ada.id, "Hi");

    expect((await react(message_id, ...emoji)).body).toEqual(rejected(description));
  });

  it("are rejected for a missing message", async () => {
    expect((await react(99, "👍")).body).toEqual(rejected("message to react not found"));
  });
});

describe("administrators", () => {
  it("are the creator, the promoted people, and the bot", async () => {
    api.telegram.promote(api.group.id, api.bob.id, { is_anonymous: true });
    const list = async () => (await api.call("getChatAdministrators", { chat_id: api.group.id })).body.result;

    expect(await list()).toMatchObject([
      { status: "creator", user: { id: api.ada.id } },
      { status: "administrator", user: { id: api.bob.id }, is_anonymous: true, can_delete_messages: true },
      { status: "administrator", user: { id: api.telegram.bot.id } },
    ]);
    api.telegram.demote(api.group.id, api.bob.id);
    api.telegram.setBotStatus(api.group.id, "member");
    expect(await list()).toMatchObject([{ status: "creator" }]);
  });

  it("do not exist in a private chat", async () => {
    const { id } = api.telegram.createPrivateChat(api.ada);

    expect((await api.call("getChatAdministrators", { chat_id: id })).body).toEqual(
      rejected("there are no administrators in the private chat"),
    );
  });

  it.each([
    ["can_pin_messages", "pinChatMessage", "not enough rights to manage pinned messages in the chat"],
    ["can_delete_messages", "deleteMessage", "message can't be deleted"],
  ])("include the bot, which needs %s to call %s", async (right, method, description) => {
    const { message_id } = api.telegram.say(api.group.id, api.ada.id, "Hi");
    const parameters = { chat_id: api.group.id, message_id };
    api.telegram.setBotStatus(api.group.id, "administrator", { [right]: false });

    expect((await api.call(method, parameters)).body).toEqual(rejected(description));
    api.telegram.setBotStatus(api.group.id, "administrator", { [right]: true });
    expect((await api.call(method, parameters)).body).toMatchObject({ ok: true });
  });

  it("have a Telegram bot as sender if they are anonymous, like people who write as a channel", async () => {
    const channel = { id: -1_009, type: "channel", title: "News" } as const;
    api.telegram.say(api.group.id, api.ada.id, "As the group", { senderChat: api.group });
    api.telegram.say(api.group.id, api.bob.id, "As a channel", { senderChat: channel });

    expect((await updates()).map(({ message }) => message)).toMatchObject([
      { sender_chat: { id: api.group.id }, from: { id: 1_087_968_824, is_bot: true } },
      { sender_chat: { id: -1_009 }, from: { id: 136_817_688, is_bot: true } },
    ]);
  });
});

describe("a group that becomes a supergroup", () => {
  it("gets another id and keeps its people, and calls with the old id are rejected", async () => {
    const { telegram, ada, bob } = api;
    const old = telegram.createGroup({ title: "Small", people: [ada, bob], type: "group" });
    telegram.say(old.id, ada.id, "Before");

    const supergroup = telegram.migrate(old.id);

    const messages = (await updates()).map(({ message }) => message);
    const lastOf = (chatId: number) => messages.findLast((message) => message?.chat.id === chatId);
    expect(lastOf(old.id)).toMatchObject({ chat: { type: "group" }, migrate_to_chat_id: supergroup.id });
    expect(lastOf(supergroup.id)).toMatchObject({
      chat: { type: "supergroup" },
      migrate_from_chat_id: old.id,
      message_id: 1,
    });
    expect((await api.call("sendMessage", { chat_id: old.id, text: "Hi" })).body).toEqual({
      ...rejected("group chat was upgraded to a supergroup chat"),
      parameters: { migrate_to_chat_id: supergroup.id },
    });
    expect((await api.call("sendMessage", { chat_id: supergroup.id, text: "Hi" })).status).toBe(200);
    expect(telegram.say(supergroup.id, bob.id, "After").text).toBe("After");
    expect(() => telegram.migrate(old.id)).toThrow(/expected a group that has not migrated/);
  });
});

describe("an album", () => {
  it("consists of a message for each file, with the same media_group_id", () => {
    const photo = { kind: "photo", bytes: Buffer.from("x") } as const;
    const first = api.telegram.sendAlbum(api.group.id, api.ada.id, [{ ...photo, caption: "Both" }, photo]);
    const second = api.telegram.sendAlbum(api.group.id, api.ada.id, [photo, photo]);

    const ids = [...first, ...second].map(({ media_group_id }) => media_group_id);
    expect(ids).toEqual([ids[0], ids[0], ids[2], ids[2]]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(first.map(({ caption }) => caption)).toEqual(["Both", undefined]);
  });
});

describe("a method call in the response to an update", () => {
  const respondWith = (body: unknown) => {
    webhook.answerBody = JSON.stringify(body);
    webhook.answerHeaders["content-type"] = "application/json";
  };

  it("runs, and is reported as a call", async () => {
    const calls: (number | undefined)[] = [];
    api.telegram.faults.onCall = ({ status }) => calls.push(status);
    respondWith({ method: "sendMessage", chat_id: api.group.id, text: "You wrote" });
    api.telegram.say(api.group.id, api.ada.id, "Hi");

    await updates();

    expect(api.telegram.messages(api.group.id).map(({ text }) => text)).toContain("You wrote");
    expect(calls).toContain(200);
  });

  it("does not fail the delivery if it is rejected", async () => {
    respondWith({ method: "sendMessage", chat_id: 5, text: "Nobody" });
    api.telegram.say(api.group.id, api.ada.id, "Hi");

    await updates();

    expect(api.telegram.webhook.info).not.toHaveProperty("last_error_message");
    expect(api.telegram.messages(api.group.id)).toHaveLength(1);
  });

  it.each(["getMe", "deleteWebhook", "setWebhook", "logOut", "close"])(
    "is ignored for %s",
    async (method) => {
      const calls: string[] = [];
      respondWith({ method });
      api.telegram.say(api.group.id, api.ada.id, "Hi");
      await api.call("setWebhook", { url: webhook.url });
      api.telegram.faults.onCall = (call) => calls.push(call.method);

      await api.telegram.waitUntilDelivered();

      expect(calls).toEqual([]);
      expect(api.telegram.webhook.settings?.url).toBe(webhook.url);
    },
  );
});
