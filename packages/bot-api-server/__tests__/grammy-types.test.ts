import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { methodNames } from "../src/methods";
import type { PersonFileKind } from "../src/person-file";
import {
  botToken,
  readAnswer,
  startTestBotApi,
  startTestWebhook,
  type TestBotApi,
  type TestWebhook,
} from "./bot-api";
import { png } from "./pictures";

const repositoryFolder = resolve(__dirname, "../../..");
const personFiles = "photo document video videoNote voice audio animation sticker".split(
  " ",
) as PersonFileKind[];

let api: TestBotApi;
let webhook: TestWebhook;
beforeAll(async () => {
  api = await startTestBotApi();
  webhook = await startTestWebhook();
});
afterAll(async () => {
  await api.close();
  await webhook.close();
});

describe("the server's output", () => {
  it("matches grammY's types, for each method's result and each update", async () => {
    const results = await callEveryMethod();
    const updates = webhook.received.map(({ update }) => update);

    expect(new Set(results.map(({ method }) => method))).toEqual(new Set(methodNames));
    expect(updates.length).toBeGreaterThan(personFiles.length);
    expect(
      compile(
        ...results.map(({ method, result }) => `const it: ${typeOf(method)} = ${JSON.stringify(result)};`),
        ...updates.map((update) => `const it: Update = ${JSON.stringify(update)};`),
      ),
    ).toBe("");
  });

  it("does not compile with a missing or unknown field", () => {
    const errors = compile(
      'const it: Result<"getFile"> = { file_id: "x" };',
      "const it: Update = { update_id: 1, sent: true };",
    );

    expect(errors).toMatch(/TS2741: Property 'file_unique_id' is missing/);
    expect(errors).toMatch(/TS2353: Object literal may only specify known properties, and 'sent'/);
  });
});

/** grammY's type of an edited caption does not include the file of the message. */
function typeOf(method: string): string {
  return method === "editMessageCaption" ? "Message" : `Result<"${method}">`;
}

interface MethodResult {
  readonly method: string;
  readonly result: unknown;
}

/** Calls every method as a bot, and sends every kind of message as a person. */
async function callEveryMethod(): Promise<readonly MethodResult[]> {
  const { telegram, group, ada } = api;
  const results: MethodResult[] = [];
  const call = async (method: string, parameters: object = {}) => {
    const { body } = await api.call(method, { chat_id: group.id, ...parameters });
    expect(body).toMatchObject({ ok: true });
    results.push({ method, result: body.result });
    return body.result as { readonly message_id: number };
  };
  const upload = async (method: string, name: string) => {
    const form = new FormData();
    form.set("chat_id", String(group.id));
    form.set("caption", "#a1 Ada");
    form.set(name, new File([png()], "cat.png", { type: "image/png" }));
    const { body } = await readAnswer(
      fetch(`${api.url}/bot${botToken}/${method}`, { method: "POST", body: form }),
    );
    results.push({ method, result: body.result });
    return body.result as { readonly document: { readonly file_id: string } };
  };

  await call("setWebhook", {
    url: webhook.url,
    allowed_updates: ["message", "edited_message", "my_chat_member", "callback_query"],
  });
  await call("getMe");
  await call("getWebhookInfo");
  await call("setMyCommands", { commands: [{ command: "help", description: "Help" }] });
  await call("getMyCommands");
  await call("deleteMyCommands");

  const asked = telegram.say(group.id, ada.id, "Hello #a1 https://example.com @test_bot");
  telegram.edit(group.id, asked.message_id, "/help");
  for (const kind of personFiles) {
    telegram.sendFile(group.id, ada.id, { kind, bytes: png() }, { replyTo: asked.message_id });
  }
  const { message_id } = await call("sendMessage", {
    text: "Hi",
    reply_parameters: { message_id: asked.message_id },
    entities: [{ type: "bold", offset: 0, length: 2 }],
  });
  await call("editMessageText", { message_id, text: "Hi there" });
  await call("pinChatMessage", { message_id });
  await call("getChat");
  await call("getChat", { chat_id: telegram.createPrivateChat(ada).id });
  await call("unpinChatMessage", { message_id });
  await call("deleteMessage", { message_id });
  await call("sendChatAction", { action: "typing" });
  await upload("sendPhoto", "photo");
  await upload("sendVideo", "video");
  await call("getFile", { file_id: (await upload("sendDocument", "document")).document.file_id });
  for (const status of ["administrator", "member", "left", "kicked"] as const) {
    telegram.setBotStatus(group.id, status);
    await call("getChatMember", { user_id: telegram.bot.id });
  }
  await call("getChatMember", { user_id: ada.id });
  await callForumMethods(call);
  await call("getChatMember", { user_id: api.bob.id });

  await telegram.waitUntilDelivered();
  await call("getWebhookInfo");
  await call("deleteWebhook");
  return results;
}

/** Calls the methods of forums, reactions and buttons as a bot, and acts as people in a forum. */
async function callForumMethods(
  call: (method: string, parameters?: object) => Promise<{ readonly message_id: number }>,
): Promise<void> {
  const { telegram, ada, bob } = api;
  const botRights = { can_manage_topics: true };
  const forum = telegram.createGroup({ title: "Forum", people: [ada, bob], isForum: true, botRights });
  telegram.promote(forum.id, bob.id);
  const inForum = (method: string, parameters: object = {}) =>
    call(method, { chat_id: forum.id, ...parameters });
  await inForum("getChat");
  await inForum("getChatAdministrators");
  await inForum("getForumTopicIconStickers");
  await inForum("createForumTopic", { name: "Eve", icon_custom_emoji_id: "5417915203100613993" });
  const topic = { message_thread_id: telegram.topics(forum.id).all[0]?.id ?? 0 };
  await inForum("editForumTopic", { ...topic, name: "Eve K.", icon_custom_emoji_id: "" });
  await inForum("closeForumTopic", topic);
  await inForum("reopenForumTopic", topic);
  const buttons = {
    inline_keyboard: [
      [
        { text: "Yes", callback_data: "yes" },
        { text: "Copy", copy_text: { text: "x" } },
      ],
    ],
  };
  const { message_id } = await inForum("sendMessage", { ...topic, text: "Sure?", reply_markup: buttons });
  await inForum("editMessageReplyMarkup", {
    message_id,
    reply_markup: { inline_keyboard: [[buttons.inline_keyboard[0]?.[0]]] },
  });
  const callback_query_id = telegram.press(forum.id, bob.id, message_id, "yes");
  await inForum("answerCallbackQuery", { callback_query_id, text: "Done" });
  await inForum("setMessageReaction", { message_id, reaction: [{ type: "emoji", emoji: "👌" }] });
  const file = { kind: "document", bytes: Buffer.from("x") } as const;
  const [album] = telegram.sendAlbum(forum.id, ada.id, [file, file], { topicId: topic.message_thread_id });
  const document = await inForum("sendDocument", {
    ...topic,
    document: album?.document?.file_id,
    caption: "A",
  });
  await inForum("editMessageCaption", { message_id: document.message_id, caption: "B" });
  await inForum("pinChatMessage", { message_id });
  await inForum("unpinAllForumTopicMessages", topic);
  telegram.say(forum.id, ada.id, "As the group", { topicId: topic.message_thread_id, senderChat: forum });
  telegram.setForum(forum.id, false);
  telegram.say(forum.id, ada.id, "Flat", { replyTo: message_id });
  telegram.setForum(forum.id, true);
  await inForum("editGeneralForumTopic", { name: "Lobby" });
  await inForum("closeGeneralForumTopic");
  await inForum("reopenGeneralForumTopic");
  await inForum("deleteForumTopic", topic);
  telegram.migrate(telegram.createGroup({ title: "Small", people: [ada], type: "group" }).id);
}

/** Compiles declarations, each in its own scope. Returns the errors. */
function compile(...declarations: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "types-"));
  // grammY types a replied message with `reply_to_message: undefined`, which JSON cannot express.
  const nested = '"reply_to_message":{';
  const blocks = declarations
    .map((it) => `{ ${it.replaceAll(nested, `${nested}"reply_to_message":undefined,`)} }`)
    .join("\n");
  writeFileSync(
    join(folder, "answers.ts"),
    `import type { Api } from "grammy";
import type { Message, Update } from "@grammyjs/types";
type Result<M extends keyof Api["raw"]> = Awaited<ReturnType<Api["raw"][M]>>;
${blocks}
`,
  );
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: "es2023",
    module: "preserve",
    types: ["node"],
    typeRoots: [join(repositoryFolder, "node_modules/@types")],
    paths: { "*": [join(repositoryFolder, "node_modules/*")] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const compiler = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
  return spawnSync(process.execPath, [compiler, "--project", folder], { encoding: "utf8" }).stdout;
}
