import type { Content, Message } from "../../../lambda-src/chat/model";
import { botApi } from "../../../lambda-src/telegram/bot-api";
import { boundedBy, type Deadlines, defaultDeadlines } from "../../../lambda-src/telegram/deadlines";
import { telegramMessenger } from "../../../lambda-src/telegram/telegram-messenger";
import {
  type BotApiStandIn,
  botToken,
  late,
  memoryFiles,
  memoryLog,
  outcomeOf,
  plenty,
  refusal,
  sent,
  startBotApiStandIn,
} from "./bot-api-stand-in";

let api: BotApiStandIn;
beforeEach(async () => {
  api = await startBotApiStandIn();
});
afterEach(() => api.close());

const short: Deadlines = {
  ...defaultDeadlines,
  text: { most: 600, least: 100 },
  notice: { most: 200, least: 50 },
};

function messenger() {
  const log = memoryLog();
  const bot = botApi(api.url, { get: async () => botToken });
  return { log, ...telegramMessenger(bot, memoryFiles({}), log, short) };
}

function fromHost(content: Content): Message {
  return {
    member: { channelName: "kite-demo", memberId: "m" },
    direction: "toVisitor",
    messageId: "1",
    destinationMessageId: "d",
    sentAt: "2026-01-31T12:00:00Z",
    storedAt: "2026-01-31T12:00:00Z",
    content,
    memberName: "Ada",
    tag: "k7m2p9x4q",
    hostChatId: "-1",
    firstWords: false,
    partsShown: 0,
    tries: 0,
    expiresAt: 0,
  };
}

const answered = { json: { ok: true, result: { message_id: 7 } } };
const texts = () => api.received.map(({ body }) => JSON.parse(body).text);

describe("a message to a member", () => {
  const long = fromHost({ type: "text", text: "x".repeat(5_000) });

  it("is sent in parts if it is too long", async () => {
    expect(await outcomeOf(messenger().tellMember("5", long, plenty))).toEqual({ returned: undefined });
    expect(texts()).toEqual(["x".repeat(4_096), "x".repeat(904)]);
  });

  it("is not continued with another part if no time is left", async () => {
    let left = 45_000;
    api.answer = () => {
      left = 1_050;
      return sent(1);
    };

    const outcome = await outcomeOf(messenger().tellMember("5", long, () => left));

    expect(outcome).toMatchObject({ name: "HostUnavailable", details: { ambiguous: false } });
    expect(texts()).toHaveLength(1);
  });

  it("is rejected if the member has blocked the bot", async () => {
    api.answer = () => refusal(403, "Forbidden: bot was blocked by the user");

    const outcome = await outcomeOf(messenger().tellMember("5", long, plenty));

    expect(outcome).toMatchObject({ name: "HostRefused", reason: "refused" });
    expect(texts()).toHaveLength(1);
  });

  it("is not sent if its file is not copied yet", async () => {
    const file = { fileKey: "k", fileName: "a.pdf", fileType: "application/pdf", fileSize: 1 };
    const message = fromHost({ type: "remote file", source: "id", ...file });

    expect(await outcomeOf(messenger().tellMember("5", message, plenty))).toMatchObject({
      name: "RemoteFileNotCopied",
    });
    expect(api.received).toEqual([]);
  });
});

describe("a notice", () => {
  it("is sent once as a reply, even if the message that it replies to no longer exists", async () => {
    expect(await messenger().notify("-1", "Kept", { replyToMessageId: 3, silent: true })).toEqual({
      kind: "sent",
    });

    expect(api.received.map(({ body }) => JSON.parse(body))).toEqual([
      {
        chat_id: "-1",
        text: "Kept",
        disable_notification: true,
        link_preview_options: { is_disabled: true },
        reply_parameters: { message_id: 3, allow_sending_without_reply: true },
      },
    ]);
  });

  it("is sent to the supergroup, without the reply, if the group was converted", async () => {
    api.answer = ({ body }) =>
      JSON.parse(body).chat_id === "-1"
        ? refusal(400, "Bad Request", { migrate_to_chat_id: -100 })
        : answered;
    const { notify, log } = messenger();

    expect(await notify("-1", "Kept", { replyToMessageId: 3 })).toEqual({ kind: "sent" });

    expect(api.received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { chat_id: "-1", reply_parameters: { message_id: 3 } },
      { chat_id: "-100", text: "Kept" },
    ]);
    expect(JSON.parse(api.received[1]?.body ?? "")).not.toHaveProperty("reply_parameters");
    expect(log.lines).toEqual([]);
  });

  it.each([
    ["429", refusal(429, "Too Many Requests", { retry_after: 3 }), { retryAfterMilliseconds: 3_000 }],
    ["500", refusal(500, "Internal Server Error"), { ambiguous: false }],
    ["missing rights", refusal(400, "Bad Request: not enough rights"), { needsAttention: true }],
  ])("that fails with %s is reported as unavailable, with the reason", async (_, answer, details) => {
    api.answer = () => answer;

    const outcome = await messenger().notify("-1", "Kept");

    expect(outcome).toMatchObject({ kind: "unavailable", reason: { details } });
  });

  it.each([
    ["blocked", refusal(403, "Forbidden: bot was blocked by the user")],
    ["unknown", refusal(400, "Bad Request: chat not found")],
    ["converted at each attempt", refusal(400, "Bad Request: moved", { migrate_to_chat_id: -100 })],
  ])("to a chat that is %s is rejected permanently", async (_, answer) => {
    api.answer = () => answer;

    expect(await messenger().notify("-1", "Kept")).toEqual({ kind: "refused" });
  });

  it("has a shorter deadline than a text, and logs the failure", async () => {
    api.answer = () => late(400, answered);
    const { notify, post, log } = messenger();

    expect(await notify("-1", "Kept")).toMatchObject({ kind: "unavailable" });
    expect(await outcomeOf(post("-1", { text: "Hi", settles: [] }, plenty))).toEqual({ returned: 7 });
    expect(log.lines).toEqual([expect.stringMatching(/no complete answer within \d{1,3} ms/)]);
  });

  it("is not sent if no time is left", async () => {
    const { notify, log } = messenger();

    expect(await notify("-1", "Kept", { timeLeft: () => 1_020 })).toMatchObject({ kind: "unavailable" });
    expect(api.received).toEqual([]);
    expect(log.lines).toEqual([expect.stringContaining("too little time is left")]);
  });

  it("fails within the time that is left", async () => {
    api.answer = () => late(5_000, answered);
    const { notify, log } = messenger();

    expect(await notify("-1", "Kept", { timeLeft: () => 1_100 })).toMatchObject({ kind: "unavailable" });
    expect(log.lines).toEqual([expect.stringContaining("no complete answer within 100 ms")]);
  });
});

describe("boundedBy", () => {
  it.each([
    [45_000, 8_000],
    [9_000, 8_000],
    [8_999.9, 7_999],
    [3_000, 2_000],
    [Number.POSITIVE_INFINITY, 8_000],
  ])("with %d ms left returns a deadline of %d ms for a text", (left, expected) => {
    expect(boundedBy(() => left, defaultDeadlines.text)).toBe(expected);
  });

  it.each([2_999, 0, -5_000, Number.NaN])("throws if only %d ms are left for a text", (left) => {
    expect(() => boundedBy(() => left, defaultDeadlines.text)).toThrow("too little time");
  });
});
