import { ParameterStore, Queues, type Services, startServices, systemClock } from "@kite-chat/stack-server";
import { botTokenSource } from "../../../lambda-src/aws/bot-token";
import { isFromTelegram, webhookSecret } from "../../../lambda-src/telegram/webhook-secret";

const parameterName = "/kite/dev/telegram-bot-token";
const oldToken = "4242:old-made-up-token";
const newToken = "4242:new-made-up-token";
const oneMinute = 60_000;

let time: number;
let parameters: ParameterStore;
let services: Services;
const environment = { ...process.env };

beforeEach(async () => {
  time = Date.parse("2026-01-31T12:00:00Z");
  parameters = new ParameterStore({ [parameterName]: oldToken }, () => time);
  services = await startServices({ queues: new Queues(systemClock), parameters });
  Object.assign(process.env, {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_SSM: services.endpoint,
  });
});

afterEach(async () => {
  process.env = { ...environment };
  await services.close();
});

/** Advances the clock and stores the new token. */
function rotate(): void {
  time += 60 * oneMinute;
  parameters.put(parameterName, newToken);
}

describe("the check of the webhook secret, after a rotation of the bot's token,", () => {
  const source = () => botTokenSource(parameterName, () => time);

  it("accepts the new secret even if the function still has the old token", async () => {
    const tokens = source();
    await tokens.get();

    rotate();

    await expect(tokens.get()).resolves.toBe(oldToken);
    await expect(isFromTelegram(webhookSecret(newToken), tokens)).resolves.toBe(true);
  });

  it.each([
    ["accepts the old secret at first", 0, true],
    ["accepts the old secret for nine minutes", 9, true],
    ["rejects the old secret after ten minutes", 10, false],
  ])("%s", async (_case, minutes, expected) => {
    rotate();
    time += minutes * oneMinute;
    const tokens = source();

    const old = await isFromTelegram(webhookSecret(oldToken), tokens);

    expect(old).toBe(expected);
    await expect(isFromTelegram(webhookSecret(newToken), tokens)).resolves.toBe(true);
  });

  it.each([
    ["the secret of another bot", webhookSecret("4243:another")],
    ["the token itself", newToken],
    ["an empty secret", ""],
    ["a missing secret", undefined],
  ])("rejects %s, as before the rotation", async (_case, secret) => {
    const before = await isFromTelegram(secret, source());

    rotate();

    expect([before, await isFromTelegram(secret, source())]).toEqual([false, false]);
  });

  it("reads the history at most every ten seconds, for any number of wrong secrets", async () => {
    const tokens = source();
    await tokens.get();
    await isFromTelegram("a guess", tokens);
    rotate();
    time -= 60 * oneMinute;

    const soon = await isFromTelegram(webhookSecret(newToken), tokens);
    time += 10_000;
    const later = await isFromTelegram(webhookSecret(newToken), tokens);

    expect([soon, later]).toEqual([false, true]);
  });

  it("finds the latest tokens after many rotations", async () => {
    for (let index = 0; index < 60; index += 1) {
      parameters.put(parameterName, `4242:${index}`);
    }
    rotate();

    const tokens = await source().recent();

    expect(tokens).toEqual(["4242:59", newToken]);
  });

  it("uses the new token immediately if the caller requests a fresh token", async () => {
    const tokens = source();
    await tokens.get();

    rotate();

    await expect(tokens.get({ fresh: true })).resolves.toBe(newToken);
  });
});
