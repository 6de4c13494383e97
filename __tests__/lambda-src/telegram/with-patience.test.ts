import type { Fault } from "@kite-chat/bot-api-server";
import { botApi } from "../../../lambda-src/telegram/bot-api";
import { deleteWebhook, setWebhook } from "../../../lambda-src/telegram/set-webhook";
import { withPatience } from "../../../lambda-src/telegram/with-patience";
import {
  botToken,
  startTestBotApi,
  type TestBotApi,
} from "../../../packages/bot-api-server/__tests__/bot-api";

const urlOfWebhook = "https://api.example.org/dev/tg";
const tokens = { get: async () => botToken };

let api: TestBotApi;
beforeEach(async () => {
  api = await startTestBotApi();
});
afterEach(() => api.close());

/** Sets the webhook within the given time. Each wait reduces the time that is left. */
async function setWithin(milliseconds: number) {
  const waits: number[] = [];
  const reasons: string[] = [];
  const remaining = () => milliseconds - waits.reduce((sum, wait) => sum + wait, 0);
  const result = await withPatience(() => setWebhook(botApi(api.url, tokens), tokens, urlOfWebhook), {
    remaining,
    wait: async (wait) => waits.push(wait),
    onWait: (_wait, reason) => reasons.push(reason),
  }).then(
    () => "set",
    (error: Error) => error.message,
  );
  return { result, waits, reasons };
}

async function webhook(): Promise<string> {
  const { body } = await api.call("getWebhookInfo");
  return (body.result as { readonly url: string }).url;
}

describe("setting a webhook with a new host name", () => {
  it("is retried until Telegram can resolve the name", async () => {
    api.telegram.faults.failNext("setWebhook", { kind: "unresolvedHost" }, 6);

    const { result, waits, reasons } = await setWithin(300_000);

    expect(result).toBe("set");
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
    expect(new Set(reasons)).toEqual(
      new Set(["Bad Request: bad webhook: Failed to resolve host: Name or service not known"]),
    );
    expect(await webhook()).toBe(urlOfWebhook);
  });

  it("is retried for minutes, and leaves time for the last call", async () => {
    api.telegram.faults.failNext("setWebhook", { kind: "unresolvedHost" }, 1000);

    const { result, waits } = await setWithin(300_000);

    const waited = waits.reduce((sum, wait) => sum + wait, 0);
    expect(result).toMatch(/Failed to resolve host/);
    expect(waited).toBeGreaterThan(240_000);
    expect(waited).toBeLessThanOrEqual(280_000);
    expect(await webhook()).toBe("");
  });

  it.each<[string, Fault, number]>([
    ["an outage", { kind: "serverError" }, 2_000],
    [
      "a rate limit, for the time that Telegram requests",
      { kind: "tooManyRequests", retryAfterSeconds: 9 },
      9_000,
    ],
  ])("waits for the end of %s", async (_case, fault, expected) => {
    api.telegram.faults.failNext("setWebhook", fault);

    const { result, waits } = await setWithin(300_000);

    expect([result, waits]).toEqual(["set", [expected]]);
  });

  it("is not retried after a permanent rejection", async () => {
    api.telegram.faults.failNext("setWebhook", { kind: "blocked" });

    const { result, waits } = await setWithin(300_000);

    expect(result).toMatch(/blocked/);
    expect(waits).toEqual([]);
  });
});

describe("deleting a webhook", () => {
  it.each([
    ["a token that is unknown to Telegram", "7000000001:another"],
    ["a malformed token", "none"],
  ])("succeeds for %s", async (_case, token) => {
    const bot = botApi(api.url, { get: async () => token });

    const deletion = deleteWebhook(bot, urlOfWebhook);

    await expect(deletion).resolves.toBeUndefined();
  });

  it("keeps a webhook with another URL", async () => {
    await api.call("setWebhook", { url: "https://elsewhere.example/tg" });

    await deleteWebhook(botApi(api.url, tokens), urlOfWebhook);

    expect(await webhook()).toBe("https://elsewhere.example/tg");
  });
});
