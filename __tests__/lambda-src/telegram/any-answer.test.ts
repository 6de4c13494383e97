import fc from "fast-check";
import { botApi } from "../../../lambda-src/telegram/bot-api";
import { defaultDeadlines } from "../../../lambda-src/telegram/deadlines";
import { telegramMessenger } from "../../../lambda-src/telegram/telegram-messenger";
import {
  type BotApiStandIn,
  botToken,
  memoryFiles,
  memoryLog,
  outcomeOf,
  plenty,
  rawBytes,
  startBotApiStandIn,
} from "./bot-api-stand-in";

let api: BotApiStandIn;
beforeAll(async () => {
  api = await startBotApiStandIn();
});
afterAll(() => api.close());

const deadlines = { ...defaultDeadlines, text: { most: 2_000, least: 100 } };
const errors = ["HostUnavailable", "HostRefused", "HostMoved"];

function post() {
  const bot = botApi(api.url, { get: async () => botToken });
  const messenger = telegramMessenger(bot, memoryFiles({}), memoryLog(), deadlines);
  return outcomeOf(messenger.post("-1", { text: "Hi", settles: [] }, plenty));
}

describe("a post, for any response from the address of the Bot API,", () => {
  it("is ambiguous if the response is not HTTP", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        api.answer = () => rawBytes(bytes);

        const outcome = await post();

        expect(outcome).toMatchObject({ name: "HostUnavailable", details: { ambiguous: true } });
      }),
      { numRuns: 100 },
    );
  });

  const status = fc.constantFrom(200, 200, 201, 301, 400, 401, 403, 404, 409, 429, 500, 502, 504);

  it("is ambiguous and needs an operator if the body is not a response of the Bot API", async () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    );

    await fc.assert(
      fc.asyncProperty(status, body, async (code, bytes) => {
        api.answer = () => ({ status: code, body: bytes });

        const outcome = await post();

        expect(outcome).toMatchObject({
          name: "HostUnavailable",
          details: { ambiguous: true, needsAttention: true },
        });
      }),
      { numRuns: 200 },
    );
  });

  it("is rejected only by a complete 400 or 403 of the Bot API", async () => {
    const odd = fc.constantFrom<unknown[]>(null, true, "400", -1, 1.5, [], {}, "", 2 ** 60);
    const code = fc.oneof(fc.constantFrom<unknown[]>(400, 403, 400, 403, 401, 404, 409, 429, 500), odd);
    const answer = fc.record(
      {
        ok: fc.oneof(fc.constant<unknown>(false), fc.constant(true), odd),
        error_code: code,
        description: fc.oneof(
          fc.constantFrom<unknown[]>(
            "Bad Request: chat not found",
            "Bad Request: not enough rights to send",
            "Forbidden: x",
          ),
          fc.string(),
          odd,
        ),
        parameters: fc.oneof(
          odd,
          fc.record(
            { retry_after: fc.oneof(odd, fc.double()), migrate_to_chat_id: fc.oneof(odd, fc.integer()) },
            { requiredKeys: [] },
          ),
        ),
        result: fc.oneof(odd, fc.record({ message_id: fc.oneof(odd, fc.integer()) })),
      },
      { requiredKeys: [] },
    );
    let refusals = 0;

    await fc.assert(
      fc.asyncProperty(status, answer, async (httpStatus, json) => {
        const body = JSON.stringify(json);
        api.answer = () => ({ status: httpStatus, body });

        const outcome = await post();

        const { ok, error_code, description } = JSON.parse(body);
        if (outcome.name === undefined) {
          expect(Number.isSafeInteger(outcome.returned)).toBe(true);
        } else {
          expect(errors).toContain(outcome.name);
        }
        if (outcome.name !== "HostRefused") {
          return;
        }
        refusals += 1;
        expect({ ok, error_code, description }).toEqual({
          ok: false,
          error_code: error_code === 400 ? 400 : 403,
          description: expect.any(String),
        });
      }),
      { numRuns: 500 },
    );
    expect(refusals).toBeGreaterThan(0);
  });
});
