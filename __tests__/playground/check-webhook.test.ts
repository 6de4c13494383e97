import { botToken, startTestBotApi, type TestBotApi } from "../../packages/bot-api-server/__tests__/bot-api";
import { checkWebhook } from "../../playground/check-webhook";

const ours = "http://localhost:3000/dev/tg";
let api: TestBotApi;
beforeEach(async () => {
  api = await startTestBotApi();
});
afterEach(() => api.close());

const check = (token = botToken, apiRoot = api.url) => checkWebhook({ apiRoot, token, webhookUrl: ours });

describe("checkWebhook", () => {
  it.each(["", ours])("accepts a webhook at `%s`", async (url) => {
    await api.call("setWebhook", { url });

    await expect(check()).resolves.toBeUndefined();
  });

  it("rejects a bot whose webhook has another URL, reports the URL, and does not change the webhook", async () => {
    await api.call("setWebhook", { url: "http://127.0.0.1:1/elsewhere" });

    await expect(check()).rejects.toThrow("already points at http://127.0.0.1:1/elsewhere");
    await expect(check()).rejects.toThrow("--take-over");
    expect(api.telegram.webhook.info.url).toBe("http://127.0.0.1:1/elsewhere");
  });

  it("reports a wrong token without revealing it", async () => {
    const error = await check("5:wrong-secret").catch((reason: Error) => reason);

    expect(String(error)).toContain("It rejected TELEGRAM_BOT_TOKEN");
    expect(String(error)).not.toContain("wrong-secret");
  });

  it("reports a server that does not respond, without the token in message or cause", async () => {
    const error = await check(botToken, "http://127.0.0.1:1").catch((reason: Error) => reason);

    expect(String(error)).toContain("The Bot API server at http://127.0.0.1:1 did not respond");
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(botToken);
  });
});
