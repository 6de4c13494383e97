import { chooseTelegram, describeMissingTelegram } from "../../playground/choose-telegram";

const none = { telegramApiRoot: undefined, telegramBotToken: undefined, tunnelUrl: undefined };
const botToken = "123:secret-of-the-bot";

describe("chooseTelegram", () => {
  it("starts an embedded server if nothing is set, each time with a new token and higher ids", async () => {
    const first = await chooseTelegram(none);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const second = await chooseTelegram({ ...none, telegramBotToken: botToken });
    const idOf = ({ own }: typeof first) =>
      own?.chats.post(own.chats.room(own.createGroup({ title: "Support", people: [] }).id), { text: "Hi" })
        .message_id ?? 0;

    expect(first.apiRoot).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(second.token).not.toBe(first.token);
    expect(second.token).not.toBe(botToken);
    expect(idOf(second)).toBeGreaterThan(idOf(first));
    expect(idOf(second)).toBeLessThan(2 ** 31);
    await first.close();
    await second.close();
    await expect(fetch(first.apiRoot)).rejects.toThrow();
  });

  it.each([
    {
      settings: { telegramApiRoot: "http://127.0.0.1:8081", telegramBotToken: botToken },
      chosen: { apiRoot: "http://127.0.0.1:8081", token: botToken },
    },
    {
      settings: { telegramBotToken: botToken, tunnelUrl: "https://a.example" },
      chosen: { apiRoot: "https://api.telegram.org", token: botToken, publicUrl: "https://a.example" },
    },
  ])("uses the server of $settings", async ({ settings, chosen }) => {
    expect(await chooseTelegram({ ...none, ...settings })).toMatchObject(chosen);
  });

  it.each([
    {
      settings: { telegramApiRoot: "http://127.0.0.1:8081" },
      message: "TELEGRAM_BOT_TOKEN is not set",
    },
    {
      settings: { telegramApiRoot: "https://api.telegram.org", telegramBotToken: botToken },
      message: "Set TUNNEL_URL",
    },
  ])(
    "rejects $settings.telegramApiRoot with advice, without revealing the token",
    async ({ settings, message }) => {
      const refused = chooseTelegram({ ...none, ...settings });

      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.not.toThrow("secret-of-the-bot");
    },
  );
});

describe("describeMissingTelegram", () => {
  it.each([
    [
      { telegramBotToken: botToken },
      /^TELEGRAM_BOT_TOKEN is set, but TUNNEL_URL is not\. .* set TUNNEL_URL in \.env/,
    ],
    [{ tunnelUrl: "https://a.example" }, /^TUNNEL_URL is set, but TELEGRAM_BOT_TOKEN is not\. .* @BotFather/],
  ])("reports which of the two settings for a real bot is missing: %j", (settings, text) => {
    const missing = describeMissingTelegram({ ...none, ...settings });

    expect(missing).toMatch(text);
    expect(missing).not.toContain(botToken);
  });

  it.each([
    [{}],
    [{ telegramBotToken: botToken, tunnelUrl: "https://a.example" }],
    [{ telegramBotToken: botToken, telegramApiRoot: "http://127.0.0.1:8081" }],
  ])("returns undefined if no setting is missing: %j", (settings) => {
    expect(describeMissingTelegram({ ...none, ...settings })).toBeUndefined();
  });
});
