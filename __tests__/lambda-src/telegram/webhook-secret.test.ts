import { isWebhookSecret, webhookSecret } from "../../../lambda-src/telegram/webhook-secret";

const token = "4242:made-up-token";

describe("the webhook's secret", () => {
  it("is made of the characters that Telegram takes, and does not hold the token", () => {
    expect(webhookSecret(token)).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    expect(webhookSecret(token)).not.toContain("made-up-token");
  });

  it.each([
    ["the right one", webhookSecret(token), true],
    ["that of another bot", webhookSecret("4243:made-up-token"), false],
    ["the token itself", token, false],
    ["an empty one", "", false],
    ["none", undefined, false],
  ])("takes %s: %j → %j", (_case, value, expected) => {
    expect(isWebhookSecret(value, token)).toBe(expected);
  });
});
