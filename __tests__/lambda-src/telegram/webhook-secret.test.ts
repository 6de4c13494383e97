import { isWebhookSecret, webhookSecret } from "../../../lambda-src/telegram/webhook-secret";

const token = "4242:made-up-token";

describe("the webhook's secret", () => {
  it("has only characters that Telegram accepts, and does not contain the token", () => {
    expect(webhookSecret(token)).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    expect(webhookSecret(token)).not.toContain("made-up-token");
  });

  it.each([
    ["the right secret", webhookSecret(token), true],
    ["the secret of another bot", webhookSecret("4243:made-up-token"), false],
    ["the token itself", token, false],
    ["an empty secret", "", false],
    ["a missing secret", undefined, false],
  ])("is checked against %s: %j → %j", (_case, value, expected) => {
    expect(isWebhookSecret(value, token)).toBe(expected);
  });
});
