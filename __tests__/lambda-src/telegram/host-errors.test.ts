import { botApi } from "../../../lambda-src/telegram/bot-api";
import { defaultDeadlines } from "../../../lambda-src/telegram/deadlines";
import { telegramMessenger } from "../../../lambda-src/telegram/telegram-messenger";
import {
  type Answer,
  type BotApiStandIn,
  botToken,
  late,
  memoryFiles,
  memoryLog,
  outcomeOf,
  plenty,
  rawBytes,
  refusal,
  sent,
  startBotApiStandIn,
} from "./bot-api-stand-in";

let api: BotApiStandIn;
beforeAll(async () => {
  api = await startBotApiStandIn();
});
afterAll(() => api.close());
beforeEach(() => {
  api.received.length = 0;
});

const deadlines = { ...defaultDeadlines, text: { most: 300, least: 100 } };
const hi = { text: "Hi", settles: [] };

function messengerAt(url: string) {
  return telegramMessenger(
    botApi(url, { get: async () => botToken }),
    memoryFiles({}),
    memoryLog(),
    deadlines,
  );
}

async function post(answer: Answer) {
  api.answer = () => answer;
  return outcomeOf(messengerAt(api.url).post("-1", hi, plenty));
}

type Row = [title: string, answer: Answer, expected: Readonly<Record<string, unknown>>];

const refused = { name: "HostRefused", reason: "refused" };
const tooLarge = { name: "HostRefused", reason: "too large" };
const unavailable = { name: "HostUnavailable", details: { ambiguous: false } };
const retryIn = (retryAfterMilliseconds: number) => ({
  name: "HostUnavailable",
  details: { ambiguous: false, retryAfterMilliseconds },
});
const attention = { name: "HostUnavailable", details: { ambiguous: false, needsAttention: true } };
const ambiguous = { name: "HostUnavailable", details: { ambiguous: true } };
const ambiguousAttention = { name: "HostUnavailable", details: { ambiguous: true, needsAttention: true } };
const movedTo = (toChatId: string) => ({ name: "HostMoved", toChatId });

const page = "<html><body><h1>Bad Gateway</h1></body></html>";
const upgraded = "Bad Request: group chat was upgraded to a supergroup chat";
const ok = JSON.stringify({ ok: true, result: { message_id: 7 } });

const endless =
  '{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":1e999}}';

const lasting = [
  "Bad Request: chat not found",
  "Bad Request: message is too long",
  "Bad Request: message text is empty",
  "Bad Request: PEER_ID_INVALID",
  "Bad Request: CHANNEL_PRIVATE",
];

const temporary = [
  "Bad Request: not enough rights to send text messages to the chat",
  "Bad Request: not enough rights to send photos to the chat",
  "Bad Request: have no rights to send a message",
  "Bad Request: have no write access to the chat",
  "Bad Request: need administrator rights in the channel chat",
  "Bad Request: CHAT_WRITE_FORBIDDEN",
  "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN",
  "Bad Request: CHAT_SEND_DOCS_FORBIDDEN",
  "Bad Request: CHAT_RESTRICTED",
  "Bad Request: CHAT_ADMIN_REQUIRED",
  "Bad Request: TOPIC_CLOSED",
  "Bad Request: chat is not accessible",
  "Bad Request: group send failed",
  "Bad Request: wrong file_id or the file is temporarily unavailable",
  "Bad Request: Internal server error",
  "Bad Request: WORKER_BUSY_TOO_LONG_RETRY",
  "Bad Request: logged out",
  upgraded,
];

describe("a response of the Bot API to a post", () => {
  it.each<Row>([
    ["a message", sent(4711), { returned: 4711 }],
    ...lasting.map((it): Row => [it, refusal(400, it), refused]),
    ...temporary.map((it): Row => [it, refusal(400, it), attention]),
    ["400 file is too big", refusal(400, "Bad Request: file is too big"), tooLarge],
    ["403 kicked", refusal(403, "Forbidden: bot was kicked from the supergroup chat"), refused],
    ["403 blocked", refusal(403, "Forbidden: bot was blocked by the user"), refused],
    [
      "a new chat id",
      refusal(400, upgraded, { migrate_to_chat_id: -1001234567890 }),
      movedTo("-1001234567890"),
    ],
    ["a new chat id that is not a number", refusal(400, upgraded, { migrate_to_chat_id: "x" }), attention],
    ["401", refusal(401, "Unauthorized"), attention],
    ["404", refusal(404, "Not Found"), attention],
    ["409", refusal(409, "Conflict: terminated by other getUpdates request"), attention],
    ["413", refusal(413, "Request Entity Too Large"), attention],
    ["429 for no time", refusal(429, "Too Many Requests: retry later", { retry_after: 0 }), retryIn(0)],
    [
      "429 for a fraction",
      refusal(429, "Too Many Requests: retry after 1.5", { retry_after: 1.5 }),
      retryIn(1_500),
    ],
    [
      "429 for a day",
      refusal(429, "Too Many Requests: retry after 90000", { retry_after: 90_000 }),
      retryIn(90_000_000),
    ],
    ["429 without a time", refusal(429, "Too Many Requests"), unavailable],
    ["429 with a negative time", refusal(429, "Too Many Requests", { retry_after: -1 }), unavailable],
    ["429 with an endless time", { status: 429, body: endless }, unavailable],
    ["429 with a text for a time", refusal(429, "Too Many Requests", { retry_after: "soon" }), unavailable],
    ["500", refusal(500, "Internal Server Error"), unavailable],
    ["502 in JSON", refusal(502, "Bad Gateway"), unavailable],
  ])("is classified correctly: %s", async (_title, answer, expected) => {
    const message = "returned" in expected ? {} : { message: expect.any(String) };
    expect(await post(answer)).toEqual({ ...expected, ...message });
    expect(api.received).toHaveLength(1);
  });

  it.each<Row>([
    ["a proxy's page with 502", { status: 502, body: page }, ambiguousAttention],
    ["a proxy's page with 504", { status: 504, body: page }, ambiguousAttention],
    ["a proxy's page with 400", { status: 400, body: page }, ambiguousAttention],
    ["a proxy's page with 403", { status: 403, body: page }, ambiguousAttention],
    ["a redirect", { status: 302, body: "" }, ambiguousAttention],
    ["nothing, with 200", { body: "" }, ambiguousAttention],
    ["ok without a result", { json: { ok: true } }, ambiguousAttention],
    ["ok without a message", { json: { ok: true, result: true } }, ambiguousAttention],
    [
      "a message_id that is not a number",
      { json: { ok: true, result: { message_id: "7" } } },
      ambiguousAttention,
    ],
    ["400 without an error_code", { status: 400, json: { ok: false, description: "x" } }, ambiguousAttention],
    ["400 without a description", { status: 400, json: { ok: false, error_code: 400 } }, ambiguousAttention],
    [
      "400 as text",
      { status: 400, json: { ok: false, error_code: "400", description: "x" } },
      ambiguousAttention,
    ],
    ["400 without ok", { status: 400, json: { error_code: 400, description: "x" } }, ambiguousAttention],
    ["another service's JSON", { status: 403, json: { message: "Forbidden" } }, ambiguousAttention],
    ["null", { json: null }, ambiguousAttention],
    ["half of the JSON", { body: ok.slice(0, 20) }, ambiguousAttention],
    ["a connection that is cut before the answer", (response) => response.destroy(), ambiguous],
    [
      "a connection that is cut within the answer",
      rawBytes(`HTTP/1.1 200 OK\r\ncontent-length: ${ok.length}\r\n\r\n${ok.slice(0, -1)}`),
      ambiguous,
    ],
    [
      "a chunked answer without its end",
      rawBytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"),
      ambiguous,
    ],
    ["no HTTP at all", rawBytes("SSH-2.0-OpenSSH_9.6\r\n"), ambiguous],
    ["an answer after the deadline", late(2_000, { json: JSON.parse(ok) }), ambiguous],
  ])("is ambiguous about whether the post is in the chat: %s", async (_title, answer, expected) => {
    expect(await post(answer)).toEqual({ ...expected, message: expect.any(String) });
    expect(api.received).toHaveLength(1);
  });

  it("is not ambiguous if the server cannot be reached", async () => {
    const gone = await startBotApiStandIn();
    await gone.close();

    const outcome = await outcomeOf(messengerAt(gone.url).post("-1", hi, plenty));

    expect(outcome).toEqual({ ...unavailable, message: "Telegram cannot be reached: ECONNREFUSED" });
  });

  it("is not awaited, because no request is sent if too little time is left", async () => {
    const outcome = await outcomeOf(messengerAt(api.url).post("-1", hi, () => 1_050));

    expect(outcome).toEqual({ ...unavailable, message: expect.stringContaining("too little time") });
    expect(api.received).toEqual([]);
  });

  it("is awaited for at most the time that is left", async () => {
    api.answer = () => late(5_000, { json: JSON.parse(ok) });
    const start = performance.now();

    const outcome = await outcomeOf(messengerAt(api.url).post("-1", hi, () => 1_150));

    expect(outcome).toMatchObject(ambiguous);
    expect(performance.now() - start).toBeLessThan(1_150);
  });
});

describe("the token", () => {
  it.each<[string, Answer]>([
    ["a description that repeats it", refusal(400, `Bad Request: ${botToken} is odd`)],
    ["a page that repeats it", { status: 502, body: `<html>/bot${botToken}/sendMessage</html>` }],
    ["a cut connection", (response) => response.destroy()],
    ["no HTTP", rawBytes(`${botToken}\r\n`)],
  ])("is in no error and in no log after %s", async (_title, answer) => {
    api.answer = () => answer;
    const log = memoryLog();
    const bot = botApi(api.url, { get: async () => botToken });
    const messenger = telegramMessenger(bot, memoryFiles({}), log, deadlines);

    const error = await messenger.post("-1", hi, plenty).catch((it: Error) => it);
    const notice = await messenger.notify("-1", "Hi");
    const raw = await bot
      .call((it) => it("sendMessage", { chat_id: "-1", text: "Hi" }))
      .catch((it: Error) => it);

    expect(notice.kind).not.toBe("sent");
    expect(log.lines).toHaveLength(1);
    for (const it of [error, raw]) {
      const own = Object.getOwnPropertyNames(it).map((name) => String((it as never)[name]));
      const inner = JSON.stringify(
        (it as { error?: unknown }).error ?? "",
        Object.getOwnPropertyNames(Error.prototype),
      );
      expect([...own, inner, JSON.stringify(it), ...log.lines].join("\n")).not.toContain("a-token_for-tests");
    }
  });
});
