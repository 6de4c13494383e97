import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { botToken, readAnswer, startTestBotApi, type TestBotApi } from "./bot-api";
import { png } from "./pictures";

let api: TestBotApi;
beforeEach(async () => {
  api = await startTestBotApi();
});
afterEach(() => api.close());

const pngBytes = png(4, 2);
const refusal = (code: number, description: string) => ({ ok: false, error_code: code, description });

describe("sendMessage", () => {
  it("posts the text as the bot, with the entities that Telegram detects", async () => {
    const answer = await api.call("sendMessage", { chat_id: api.group.id, text: "#v_1a Ada\nHello" });

    expect(answer.body.result).toMatchObject({
      message_id: 1,
      chat: { id: api.group.id, type: "supergroup", title: "Support" },
      from: { is_bot: true },
      text: "#v_1a Ada\nHello",
      entities: [{ type: "hashtag", offset: 0, length: 5 }],
    });
    expect(api.telegram.messages(api.group.id)).toEqual([answer.body.result]);
  });

  it("accepts 4096 UTF-16 units, and rejects one unit more", async () => {
    const whole = await api.call("sendMessage", { chat_id: api.group.id, text: "😀".repeat(2048) });
    const over = await api.call("sendMessage", { chat_id: api.group.id, text: "a".repeat(4097) });

    expect(whole.status).toBe(200);
    expect(over.body).toEqual(refusal(400, "Bad Request: message is too long"));
  });

  it.each([
    { given: { text: "Hi" }, description: "Bad Request: chat_id is empty" },
    { given: { chat_id: 5, text: "Hi" }, description: "Bad Request: chat not found" },
    { given: { chat_id: "@nobody", text: "Hi" }, description: "Bad Request: chat not found" },
    { given: { chat_id: "group" }, description: "Bad Request: message text is empty" },
    { given: { chat_id: "group", text: " \n " }, description: "Bad Request: message text is empty" },
    {
      given: { chat_id: "group", text: "Hi", parse_mode: "bbcode" },
      description: "Bad Request: unsupported parse_mode",
    },
    {
      given: { chat_id: "group", text: "Hi", reply_parameters: { message_id: 99 } },
      description: "Bad Request: message to be replied not found",
    },
    {
      given: { chat_id: "group", text: "Hi", reply_parameters: "{" },
      description: "Bad Request: can't parse reply_parameters JSON object",
    },
    {
      given: { chat_id: "group", text: "Hi", entities: [{ type: "bold", offset: 1, length: 2 }] },
      description: "Bad Request: can't parse MessageEntity: wrong type, offset or length",
    },
  ])("rejects $given", async ({ given, description }) => {
    const chatId = "chat_id" in given && given.chat_id === "group" ? { chat_id: api.group.id } : {};

    expect((await api.call("sendMessage", { ...given, ...chatId })).body).toEqual(refusal(400, description));
    expect(api.telegram.messages(api.group.id)).toEqual([]);
  });

  it("sends the text without a reply if the original message is missing and the call permits this", async () => {
    const answer = await api.call("sendMessage", {
      chat_id: api.group.id,
      text: "Hi",
      reply_parameters: { message_id: 99, allow_sending_without_reply: true },
    });

    expect(answer.body.result).not.toHaveProperty("reply_to_message");
  });

  it.each([
    { status: "kicked", description: "Forbidden: bot was kicked from the supergroup chat" },
    { status: "left", description: "Forbidden: bot is not a member of the supergroup chat" },
  ] as const)("responds with 403 to a bot whose status is $status", async ({ status, description }) => {
    api.telegram.setBotStatus(api.group.id, status);

    const answer = await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });
    expect(answer.body).toEqual(refusal(403, description));
  });

  it("responds with 403 if the user blocked the bot", async () => {
    const chat = api.telegram.createPrivateChat(api.ada);
    api.telegram.setBotStatus(chat.id, "kicked");

    const answer = await api.call("sendMessage", { chat_id: chat.id, text: "Hi" });
    expect(answer.body).toEqual(refusal(403, "Forbidden: bot was blocked by the user"));
  });
});

describe("editMessageText and deleteMessage", () => {
  it("edit and delete the bot's messages", async () => {
    await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });
    const target = { chat_id: api.group.id, message_id: 1 };

    const edited = await api.call("editMessageText", { ...target, text: "Hello" });
    expect(edited.body.result).toMatchObject({ text: "Hello", edit_date: expect.any(Number) });

    expect((await api.call("deleteMessage", target)).body).toEqual({ ok: true, result: true });
    expect(api.telegram.messages(api.group.id)).toEqual([]);
  });

  it("reject an unchanged text, a missing message, and another sender's message", async () => {
    await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });
    api.telegram.say(api.group.id, api.ada.id, "Mine");
    api.telegram.setBotStatus(api.group.id, "member");
    const edit = (message_id: number | undefined) =>
      api.call("editMessageText", { chat_id: api.group.id, message_id, text: "Hi" });

    const answers = [await edit(1), await edit(2), await edit(9), await edit(undefined)];
    const deleted = await api.call("deleteMessage", { chat_id: api.group.id, message_id: 2 });

    expect(answers.map(({ body }) => body.description?.slice(0, 48))).toEqual([
      "Bad Request: message is not modified: specified ",
      "Bad Request: message can't be edited",
      "Bad Request: message to edit not found",
      "Bad Request: message identifier is not specified",
    ]);
    expect(deleted.body).toEqual(refusal(400, "Bad Request: message can't be deleted"));
  });
});

describe("pinChatMessage and unpinChatMessage", () => {
  it("pin and unpin a message, and keep the service message", async () => {
    await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });
    const target = { chat_id: api.group.id, message_id: 1 };

    expect((await api.call("pinChatMessage", target)).body.result).toBe(true);
    expect(api.telegram.chats.room(api.group.id).pinned).toEqual([1]);
    expect(api.telegram.messages(api.group.id)[1]).toMatchObject({ pinned_message: { text: "Hi" } });

    expect((await api.call("unpinChatMessage", target)).body.result).toBe(true);
    expect((await api.call("unpinChatMessage", target)).body).toEqual(
      refusal(400, "Bad Request: message to unpin not found"),
    );
  });

  it("are rejected for a bot without the right", async () => {
    await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });
    api.telegram.setBotStatus(api.group.id, "member");

    expect((await api.call("pinChatMessage", { chat_id: api.group.id, message_id: 1 })).body).toEqual(
      refusal(400, "Bad Request: not enough rights to manage pinned messages in the chat"),
    );
  });
});

describe("getChat and getChatMember", () => {
  it("describe a chat and its members", async () => {
    const chat = await api.call("getChat", { chat_id: api.group.id });
    const statusOf = async (user_id: number) =>
      (await api.call("getChatMember", { chat_id: api.group.id, user_id })).body;

    expect(chat.body.result).toMatchObject({ id: api.group.id, type: "supergroup", title: "Support" });
    expect(await statusOf(api.telegram.bot.id)).toMatchObject({
      result: { status: "administrator", can_pin_messages: true },
    });
    expect(await statusOf(api.ada.id)).toMatchObject({ result: { status: "creator" } });
    expect(await statusOf(api.bob.id)).toMatchObject({ result: { status: "member" } });
    expect(await statusOf(1)).toEqual(refusal(400, "Bad Request: invalid user_id specified"));
  });
});

describe("setMyCommands and deleteMyCommands", () => {
  it("keep one menu per scope", async () => {
    const commands = [{ command: "help", description: "How to use the bot" }];
    const scope = { type: "all_group_chats" };
    await api.call("setMyCommands", { commands, scope });

    expect((await api.call("getMyCommands", { scope })).body.result).toEqual(commands);
    expect((await api.call("getMyCommands")).body.result).toEqual([]);

    await api.call("deleteMyCommands", { scope });
    expect((await api.call("getMyCommands", { scope })).body.result).toEqual([]);
  });

  it.each([
    {
      commands: undefined,
      description: "Bad Request: can't parse commands list: expected an Array of BotCommand",
    },
    { commands: [{ command: "Help", description: "x" }], description: "Bad Request: BOT_COMMAND_INVALID" },
    {
      commands: [{ command: "help", description: "" }],
      description: "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    },
  ])("reject $commands", async ({ commands, description }) => {
    expect((await api.call("setMyCommands", { commands })).body).toEqual(refusal(400, description));
  });
});

describe("sendPhoto, sendDocument, sendVideo and getFile", () => {
  it("store an upload and return its bytes", async () => {
    const form = new FormData();
    form.set("chat_id", String(api.group.id));
    form.set("caption", "#v_1a Ada");
    form.set("document", new File(["%PDF-"], "bill.pdf", { type: "application/pdf" }));

    const sent = await readAnswer(
      fetch(`${api.url}/bot${botToken}/sendDocument`, { method: "POST", body: form }),
    );
    const message = sent.body.result as { document: { file_id: string } };
    const file = await api.call("getFile", { file_id: message.document.file_id });
    const path = (file.body.result as { file_path: string }).file_path;
    const bytes = await fetch(`${api.url}/file/bot${botToken}/${path}`).then((response) => response.text());

    expect(message).toMatchObject({
      caption: "#v_1a Ada",
      caption_entities: [{ type: "hashtag", offset: 0, length: 5 }],
      document: { file_name: "bill.pdf", mime_type: "application/pdf", file_size: 5 },
    });
    expect(path).toMatch(/^documents\/file_\d+\.pdf$/);
    expect(bytes).toBe("%PDF-");
  });

  it("send a known file again by its id", async () => {
    const form = new FormData();
    form.set("chat_id", String(api.group.id));
    form.set("photo", new File([pngBytes], "cat.png", { type: "image/png" }));
    const sent = await readAnswer(
      fetch(`${api.url}/bot${botToken}/sendPhoto`, { method: "POST", body: form }),
    );
    const photo = (sent.body.result as { photo: { file_id: string }[] }).photo[0]?.file_id;

    const again = await api.call("sendPhoto", { chat_id: api.group.id, photo });
    expect(again.body.result).toMatchObject({ photo: [{ file_id: photo, width: 4, height: 2 }] });
  });

  it.each([
    ["a file that is not a picture", Buffer.from("%PDF-"), "IMAGE_PROCESS_FAILED"],
    ["a picture that is too long", png(64, 2), "PHOTO_INVALID_DIMENSIONS"],
  ])("reject %s as a photo", async (_what, bytes, reason) => {
    const form = new FormData();
    form.set("chat_id", String(api.group.id));
    form.set("photo", new File([bytes], "cat.png", { type: "image/png" }));

    const sent = await readAnswer(
      fetch(`${api.url}/bot${botToken}/sendPhoto`, { method: "POST", body: form }),
    );

    expect(sent.body).toEqual(refusal(400, `Bad Request: ${reason}`));
    expect(api.telegram.messages(api.group.id)).toEqual([]);
  });

  it("fetch by URL only the files that Telegram fetches", async () => {
    const site = createServer((request, response) => {
      const types: Record<string, string> = {
        "/a.png": "image/png",
        "/a.pdf": "application/pdf",
        "/a.mp4": "video/mp4",
        "/a.html": "text/html",
      };
      const type = types[request.url ?? ""];
      response
        .writeHead(type === undefined ? 404 : 200, { "content-type": type ?? "text/plain" })
        .end(type === "image/png" ? pngBytes : "bytes");
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    const url = (path: string) => `http://127.0.0.1:${(site.address() as AddressInfo).port}/${path}`;
    const send = async (method: string, name: string, value: unknown) =>
      (await api.call(method, { chat_id: api.group.id, [name]: value })).body.description ?? "sent";

    const outcomes = [
      await send("sendPhoto", "photo", url("a.png")),
      await send("sendDocument", "document", url("a.pdf")),
      await send("sendVideo", "video", url("a.mp4")),
      await send("sendDocument", "document", url("a.html")),
      await send("sendPhoto", "photo", url("none.png")),
      await send("sendPhoto", "photo", "no-such-id"),
      await send("sendPhoto", "photo", undefined),
    ];
    site.closeAllConnections();
    site.close();

    expect(outcomes).toEqual([
      "sent",
      "sent",
      "sent",
      "Bad Request: wrong type of the web page content",
      "Bad Request: failed to get HTTP URL content",
      "Bad Request: wrong file identifier/HTTP URL specified",
      "Bad Request: there is no photo in the request",
    ]);
  });

  it("reject an unknown file id, and a caption over 1024 characters", async () => {
    const unknown = await api.call("getFile", { file_id: "x" });
    const long = await api.call("sendPhoto", { chat_id: api.group.id, caption: "a".repeat(1025) });

    expect(unknown.body).toEqual(refusal(400, "Bad Request: invalid file_id"));
    expect(long.body).toEqual(refusal(400, "Bad Request: message caption is too long"));
  });
});
