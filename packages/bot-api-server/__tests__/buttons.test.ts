import type { TelegramEvent } from "../src/telegram-props";
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

describe("buttons", () => {
  const buttons = {
    inline_keyboard: [
      [
        { text: "Erase", callback_data: "erase" },
        { text: "Copy", copy_text: { text: "Hi" } },
      ],
    ],
  };
  const post = async () =>
    ((await api.call("sendMessage", { chat_id: api.group.id, text: "Sure?", reply_markup: buttons })).body
      .result ?? {}) as { readonly message_id: number };

  it("report the pressing person and the message to the bot, and the bot's answer to that person", async () => {
    const events: TelegramEvent[] = [];
    api.telegram.subscribe((event) => events.push(event));
    const { message_id } = await post();

    const callbackQueryId = api.telegram.press(api.group.id, api.bob.id, message_id, "erase");
    const [update] = await updates();
    const parameters = { callback_query_id: callbackQueryId, text: "Erased", show_alert: true };
    const answers = [
      await api.call("answerCallbackQuery", parameters),
      await api.call("answerCallbackQuery", parameters),
    ];

    expect(update?.callback_query).toMatchObject({
      id: callbackQueryId,
      from: { id: api.bob.id },
      message: { message_id, reply_markup: buttons },
      data: "erase",
    });
    expect(answers.map(({ body }) => body)).toEqual([
      { ok: true, result: true },
      rejected("query is too old and response timeout expired or query ID is invalid"),
    ]);
    expect(events.filter(({ type }) => type === "callbackAnswer")).toEqual([
      { type: "callbackAnswer", answer: { callbackQueryId, text: "Erased", showAlert: true } },
    ]);
  });

  it("are removed by an edit without buttons", async () => {
    const { message_id } = await post();

    await api.call("editMessageText", { chat_id: api.group.id, message_id, text: "Erased" });

    expect(api.telegram.messages(api.group.id).at(-1)).not.toHaveProperty("reply_markup");
    expect(() => api.telegram.press(api.group.id, api.bob.id, message_id, "erase")).toThrow(
      /no button with the data "erase"\. Data of its buttons: none/,
    );
  });

  it.each([
    ["data of more than 64 bytes", { text: "A", callback_data: "é".repeat(33) }, "BUTTON_DATA_INVALID"],
    [
      "a text to copy of more than 256 characters",
      { text: "A", copy_text: { text: "x".repeat(257) } },
      "BUTTON_COPY_TEXT_INVALID",
    ],
    [
      "no action",
      { text: "A" },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      "empty data",
      { text: "A", callback_data: "" },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    ["no text", { url: "https://a.example" }, `can't parse inline keyboard button: Can't find field "text"`],
    [
      "a text that is not a string",
      { text: [], url: "https://a.example" },
      `can't parse inline keyboard button: Field "text" must be of type String`,
    ],
    [
      "an empty text",
      { text: " ", url: "https://a.example" },
      "inline keyboard button text must be non-empty",
    ],
    [
      "a value that is not an object",
      "erase",
      "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ],
  ])("are rejected with %s", async (_case, button, description) => {
    const answer = await api.call("sendMessage", {
      chat_id: api.group.id,
      text: "Sure?",
      reply_markup: { inline_keyboard: [[button]] },
    });

    expect(answer.body).toEqual(rejected(description));
    expect(api.telegram.messages(api.group.id)).toEqual([]);
  });
});

describe("the reply markup of a message", () => {
  const send = async (reply_markup: unknown) =>
    (await api.call("sendMessage", { chat_id: api.group.id, text: "Sure?", reply_markup })).body;

  it.each([
    ["a list", [], "object expected as reply markup"],
    [
      "a keyboard that is not a list",
      { inline_keyboard: {} },
      'field "inline_keyboard" must be of type Array',
    ],
    [
      "a keyboard without rows",
      { inline_keyboard: [{ text: "A", callback_data: "a" }] },
      'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ],
  ])("is rejected if it is %s", async (_case, markup, description) => {
    expect(await send(markup)).toEqual(rejected(description));
  });

  it("keeps only the action that Telegram reads first if a button has two, and omits empty rows", async () => {
    const query = { text: "Search", switch_inline_query_current_chat: "" };
    const both = { text: "Both", callback_data: "b", url: "https://a.example" };

    expect(await send({ inline_keyboard: [[], [query], [both]] })).toMatchObject({
      result: {
        reply_markup: { inline_keyboard: [[query], [{ text: "Both", url: "https://a.example" }]] },
      },
    });
  });
});
