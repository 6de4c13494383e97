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

describe("what the server sends", () => {
  it("has grammY's types: the result of each method, and each update", async () => {
    const results = await callEveryMethod();
    const updates = webhook.received.map(({ update }) => update);

    expect(new Set(results.map(({ method }) => method))).toEqual(new Set(methodNames));
    expect(updates.length).toBeGreaterThan(personFiles.length);
    expect(
      compile(
        ...results.map(({ method, result }) => `const it: Result<"${method}"> = ${JSON.stringify(result)};`),
        ...updates.map((update) => `const it: Update = ${JSON.stringify(update)};`),
      ),
    ).toBe("");
  });

  it("would not compile with a field that is missing or unknown", () => {
    const errors = compile(
      'const it: Result<"getFile"> = { file_id: "x" };',
      "const it: Update = { update_id: 1, sent: true };",
    );

    expect(errors).toMatch(/TS2741: Property 'file_unique_id' is missing/);
    expect(errors).toMatch(/TS2353: Object literal may only specify known properties, and 'sent'/);
  });
});

interface MethodResult {
  readonly method: string;
  readonly result: unknown;
}

/** Calls every method as a bot, and makes people send what they can. */
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
    allowed_updates: ["message", "edited_message", "my_chat_member"],
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
  await call("getChatMember", { user_id: api.bob.id });

  await telegram.waitUntilDelivered();
  await call("getWebhookInfo");
  await call("deleteWebhook");
  return results;
}

/** Compiles declarations, each in a scope of its own. Returns the errors. */
function compile(...declarations: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "types-"));
  // In grammY's types, a replied message has its own reply as `undefined`, which JSON cannot express.
  const nested = '"reply_to_message":{';
  const blocks = declarations
    .map((it) => `{ ${it.replaceAll(nested, `${nested}"reply_to_message":undefined,`)} }`)
    .join("\n");
  writeFileSync(
    join(folder, "answers.ts"),
    `import type { Api } from "grammy";
import type { Update } from "@grammyjs/types";
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
