import { rejected, startTestBotApi, type TestBotApi } from "./bot-api";

let api: TestBotApi;
let forumId: number;
beforeEach(async () => {
  api = await startTestBotApi();
  forumId = createForum({ can_manage_topics: true });
});
afterEach(() => api.close());

const icons = { chat: "5417915203100613993", done: "5237699328843200968" };

function createForum(botRights: {
  readonly can_manage_topics: boolean;
  readonly can_delete_messages?: boolean;
}) {
  const { telegram, ada, bob } = api;
  return telegram.createGroup({ title: "Desk", people: [ada, bob], isForum: true, botRights }).id;
}

const call = async (method: string, parameters: object = {}) =>
  (await api.call(method, { chat_id: forumId, ...parameters })).body;

async function createTopic(name = "Eve · #e1"): Promise<{ readonly message_thread_id: number }> {
  const { result } = await call("createForumTopic", { name });
  const { message_thread_id } = result as { message_thread_id: number };
  return { message_thread_id };
}

describe("a topic that the bot creates", () => {
  it("has the id of its service message, and the bot receives this message", async () => {
    const created = await call("createForumTopic", { name: "Eve · #e1", icon_custom_emoji_id: icons.chat });

    const [service] = api.telegram.messages(forumId);
    expect(created.result).toEqual({
      message_thread_id: service?.message_id,
      name: "Eve · #e1",
      icon_color: 0x6fb9f0,
      icon_custom_emoji_id: icons.chat,
    });
    expect(service).toMatchObject({
      from: { is_bot: true },
      chat: { is_forum: true },
      message_thread_id: service?.message_id,
      is_topic_message: true,
      forum_topic_created: { name: "Eve · #e1" },
    });
    expect(api.telegram.webhook.info.pending_update_count).toBe(3);
  });

  it("contains messages of the bot and of people. By default, they reply to its first message", async () => {
    const topic = await createTopic();

    const { result: ofBot } = await call("sendMessage", { ...topic, text: "Hello" });
    const ofAda = api.telegram.say(forumId, api.ada.id, "Hi", { topicId: topic.message_thread_id });
    const reply = api.telegram.say(forumId, api.ada.id, "Hi again", { replyTo: ofAda.message_id });

    const inTopic = { ...topic, is_topic_message: true };
    expect(ofBot).toMatchObject({ ...inTopic, reply_to_message: { message_id: topic.message_thread_id } });
    expect(ofAda).toMatchObject({ ...inTopic, reply_to_message: { forum_topic_created: {} } });
    expect(reply).toMatchObject({ ...inTopic, reply_to_message: { text: "Hi" } });
  });

  it("has a name of at most 128 characters: a longer name is cut", async () => {
    const { message_thread_id } = await createTopic("😀".repeat(130));

    expect(api.telegram.topics(forumId).tryFind(message_thread_id)?.name).toBe("😀".repeat(128));
  });

  it.each([
    ["an empty name", { name: " " }, "name must be non-empty"],
    ["a color that is not offered", { name: "Eve", icon_color: 1 }, "invalid icon color specified"],
    ["an emoji that is not an icon", { name: "Eve", icon_custom_emoji_id: "1" }, "DOCUMENT_INVALID"],
  ])("is rejected with %s", async (_case, parameters, description) => {
    expect(await call("createForumTopic", parameters)).toEqual(rejected(description));
    expect(api.telegram.topics(forumId).all).toEqual([]);
  });
});

describe("General", () => {
  it("has messages without a thread", async () => {
    const asked = api.telegram.say(forumId, api.ada.id, "Who takes this?");
    const { result } = await call("sendMessage", {
      text: "Hi",
      reply_parameters: { message_id: asked.message_id },
    });

    expect(asked).not.toHaveProperty("message_thread_id");
    expect(result).not.toHaveProperty("message_thread_id");
    expect(result).toMatchObject({ reply_to_message: { text: "Who takes this?" } });
  });

  it("cannot be addressed by its id", async () => {
    const answer = await call("sendMessage", { message_thread_id: 1, text: "Hi" });

    expect(answer).toEqual(rejected("message thread not found"));
  });

  it("is renamed, closed and reopened by separate methods", async () => {
    await call("editGeneralForumTopic", { name: "Lobby" });
    await call("closeGeneralForumTopic");
    expect(api.telegram.topics(forumId).tryFind(1)).toMatchObject({ name: "Lobby", isClosed: true });

    expect(await call("closeGeneralForumTopic")).toEqual(rejected("TOPIC_NOT_MODIFIED"));
    await call("reopenGeneralForumTopic");
    expect(api.telegram.topics(forumId).tryFind(1)).toMatchObject({ isClosed: false });
  });

  it("keeps its name if the call contains no new name", async () => {
    expect(await call("editGeneralForumTopic")).toEqual({ ok: true, result: true });

    expect(await call("editGeneralForumTopic", { name: " " })).toEqual(rejected("name must be non-empty"));
    expect(api.telegram.topics(forumId).tryFind(1)).toMatchObject({ name: "General" });
  });

  it("cannot be deleted", async () => {
    expect(await call("deleteForumTopic", { message_thread_id: 1 })).toEqual(rejected("TOPIC_ID_INVALID"));
    expect(() => api.telegram.topics(forumId).delete(1)).toThrow("TOPIC_ID_INVALID");
    expect(api.telegram.topics(forumId).tryFind(1)).toBeDefined();
  });
});

describe("a change of a topic", () => {
  it("posts a service message with the changed fields", async () => {
    const topic = await createTopic();

    await call("editForumTopic", { ...topic, icon_custom_emoji_id: icons.done });
    await call("editForumTopic", { ...topic, name: "Eve K." });
    await call("closeForumTopic", topic);
    await call("reopenForumTopic", topic);

    expect(api.telegram.messages(forumId).slice(1)).toMatchObject([
      { ...topic, forum_topic_edited: { icon_custom_emoji_id: icons.done } },
      { ...topic, forum_topic_edited: { name: "Eve K." } },
      { ...topic, forum_topic_closed: {} },
      { ...topic, forum_topic_reopened: {} },
    ]);
  });

  it("is rejected if nothing changes, or the topic does not exist", async () => {
    const topic = await createTopic("Eve");

    expect(await call("editForumTopic", { ...topic, name: "Eve" })).toEqual(rejected("TOPIC_NOT_MODIFIED"));
    expect(await call("reopenForumTopic", topic)).toEqual(rejected("TOPIC_NOT_MODIFIED"));
    expect(await call("closeForumTopic", { message_thread_id: 99 })).toEqual(rejected("TOPIC_ID_INVALID"));
    expect(await call("closeForumTopic")).toEqual(rejected("invalid forum topic identifier specified"));
    expect(await call("editForumTopic", topic)).toEqual({ ok: true, result: true });
    expect(api.telegram.messages(forumId)).toHaveLength(1);
  });
});

describe("the deletion of a topic", () => {
  it("deletes the messages, causes no update, and leads to the rejection of new messages", async () => {
    const topic = await createTopic();
    api.telegram.say(forumId, api.ada.id, "Hi", { topicId: topic.message_thread_id });
    const pending = api.telegram.webhook.info.pending_update_count;

    api.telegram.topics(forumId).delete(topic.message_thread_id);

    expect(api.telegram.messages(forumId)).toEqual([]);
    expect(api.telegram.webhook.info.pending_update_count).toBe(pending);
    expect(await call("sendMessage", { ...topic, text: "Hello" })).toEqual(
      rejected("message thread not found"),
    );
  });

  it("is allowed for the bot if the bot created the topic or may delete messages", async () => {
    forumId = createForum({ can_manage_topics: true, can_delete_messages: false });
    const own = await createTopic();
    const foreign = { message_thread_id: api.telegram.topics(forumId).create(api.ada.id, "Ours").id };

    expect(await call("deleteForumTopic", own)).toEqual({ ok: true, result: true });
    expect(await call("deleteForumTopic", foreign)).toEqual(
      rejected("not enough rights to delete the topic"),
    );
    expect(await call("deleteForumTopic", own)).toEqual(rejected("TOPIC_ID_INVALID"));
    expect(api.telegram.topics(forumId).all).toMatchObject([{ name: "Ours" }]);
  });
});

describe("a bot without the right to manage topics", () => {
  it("cannot create topics, and can close and edit only the topics that it created", async () => {
    const own = await createTopic("Own");
    const foreign = { message_thread_id: api.telegram.topics(forumId).create(api.ada.id, "Ours").id };
    api.telegram.setBotStatus(forumId, "administrator");

    expect(await call("createForumTopic", { name: "Eve" })).toEqual(
      rejected("not enough rights to create a topic"),
    );
    expect(await call("editForumTopic", { ...own, name: "Still own" })).toEqual({ ok: true, result: true });
    expect(await call("editForumTopic", { ...foreign, name: "Eve" })).toEqual(
      rejected("not enough rights to edit the topic"),
    );
    expect(await call("closeForumTopic", foreign)).toEqual(
      rejected("not enough rights to close or open the topic"),
    );
  });

  it("cannot write to a closed topic, unlike a bot that can manage topics", async () => {
    const topic = await createTopic();
    await call("closeForumTopic", topic);
    const hello = { ...topic, text: "Hello" };

    expect(await call("sendMessage", hello)).toMatchObject({ ok: true });
    api.telegram.setBotStatus(forumId, "administrator");
    expect(await call("sendMessage", hello)).toEqual(rejected("TOPIC_CLOSED"));
    expect(await call("sendMessage", { text: "In General" })).toMatchObject({ ok: true });
  });
});

describe("a group without topics", () => {
  it("ignores the thread id of a message, and keeps its topics until forum mode is on again", async () => {
    const topic = await createTopic();
    api.telegram.setForum(forumId, false);

    const { result } = await call("sendMessage", { ...topic, text: "Hello" });
    const created = await call("createForumTopic", { name: "Eve" });
    const edited = await call("editForumTopic", topic);

    expect(result).not.toHaveProperty("is_topic_message");
    expect(result).not.toHaveProperty("message_thread_id");
    expect([created, edited]).toEqual(Array(2).fill(rejected("the chat is not a forum")));
    api.telegram.setForum(forumId, true);
    expect(await call("sendMessage", { ...topic, text: "Hello" })).toMatchObject({
      result: { is_topic_message: true },
    });
  });

  it("has threads of replies, which are not topics", () => {
    const { group, ada, bob, telegram } = api;
    const first = telegram.say(group.id, ada.id, "First");
    const second = telegram.say(group.id, bob.id, "Second", { replyTo: first.message_id });
    const third = telegram.say(group.id, ada.id, "Third", { replyTo: second.message_id });

    for (const message of [second, third]) {
      expect(message.message_thread_id).toBe(first.message_id);
      expect(message).not.toHaveProperty("is_topic_message");
    }
  });
});

it("unpinAllForumTopicMessages unpins only the messages of one topic", async () => {
  const [one, other] = [await createTopic("One"), await createTopic("Other")];
  for (const topic of [one, other]) {
    const { result } = await call("sendMessage", { ...topic, text: "Pin me" });
    await call("pinChatMessage", { message_id: (result as { message_id: number }).message_id });
  }

  await call("unpinAllForumTopicMessages", one);

  const pinned = api.telegram.pinnedMessageIds(forumId);
  const threads = api.telegram
    .messages(forumId)
    .filter(({ message_id }) => pinned.includes(message_id))
    .map(({ message_thread_id }) => message_thread_id);
  expect(threads).toEqual([other.message_thread_id]);
});
