import { putSecrets } from "../../../cli/secrets/put-secrets";
import type { Settings } from "../../../settings/settings";
import { Account, fullFile, values } from "./account";

const devParameter = "/kite/dev/telegram-bot-token";
const prodParameter = "/kite/prod/telegram-bot-token";
const botToken = values.TELEGRAM_BOT_TOKEN;

let account: Account;
beforeEach(async () => {
  account = await Account.start();
});
afterEach(() => account.close());

describe("putSecrets", () => {
  it("stores the stage's token as a SecureString, and never prints it", async () => {
    await putSecrets(account.settings(), "dev", false);

    expect(account.parameters.find(devParameter)).toMatchObject({
      value: botToken,
      type: "SecureString",
      version: 1,
    });
    expect(account.parameters.find(prodParameter)).toBeUndefined();
    expect(account.said).toContain(`${devParameter}: stored as version 1`);
    expect(account.said).toContain("There is no function dev-lifecycle-handler yet");
    expect(account.said).not.toContain("made-up");
  });

  it("invokes the stage's lifecycle handler to set the webhook again", async () => {
    account.aws.function = { payload: { webhook: "set" } };

    await putSecrets(account.settings(), "dev", false);

    expect(account.invocations).toEqual([
      {
        method: "POST",
        path: "/2015-03-31/functions/dev-lifecycle-handler/invocations?Qualifier=live",
        body: '{"tf":{"action":"update"}}',
      },
    ]);
    expect(account.said).toContain("dev-lifecycle-handler has set the webhook");
  });

  it("fails with the message that the token is stored if the lifecycle handler fails", async () => {
    account.aws.function = { payload: { errorMessage: "Unauthorized" }, error: "Unhandled" };

    const put = putSecrets(account.settings(), "dev", false);

    await expect(put).rejects.toThrow(/^The token is stored, but dev-lifecycle-handler .*Unauthorized/);
    expect(account.parameters.find(devParameter)?.value).toBe(botToken);
  });

  it("creates a new version only if the token differs", async () => {
    await putSecrets(account.settings(), "dev", false);
    await putSecrets(account.settings(), "dev", false);
    await putSecrets(account.settings({ env: { TELEGRAM_BOT_TOKEN: "4242:rotated" } }), "dev", false);

    expect(account.parameters.history(devParameter).map(({ value }) => value)).toEqual([
      botToken,
      "4242:rotated",
    ]);
    expect(account.said).toContain(`${devParameter}: unchanged, it already has this value`);
  });

  it.each([prodParameter, "/ada-kite/dev/telegram-bot-token"])(
    "rejects a token that %s already has",
    async (other) => {
      account.parameters.put(other, botToken);

      const put = putSecrets(account.settings(), "dev", false);

      await expect(put).rejects.toThrow(`${other} already has the value of`);
      expect(account.parameters.find(devParameter)).toBeUndefined();
      expect(account.invocations).toEqual([]);
    },
  );

  it("stores prod's token only with --yes", async () => {
    const refused = putSecrets(account.settings(), "prod", false);
    await expect(refused).rejects.toThrow("Nothing changed. This is the prod stage: add --yes");
    expect(account.said).toContain(
      `To do: store the bot's token from TELEGRAM_PROD_BOT_TOKEN in ${prodParameter}`,
    );
    expect(account.parameters.find(prodParameter)).toBeUndefined();

    await putSecrets(account.settings(), "prod", true);

    expect(account.parameters.find(prodParameter)?.value).toBe(values.TELEGRAM_PROD_BOT_TOKEN);
  });

  it("honors KITE_SANDBOX in the parameter's path and the handler's name", async () => {
    account.aws.function = { payload: {} };

    await putSecrets(account.settings({ env: { ...values, KITE_SANDBOX: "ada" } }), "dev", false);

    expect(account.parameters.find("/ada-kite/dev/telegram-bot-token")?.value).toBe(botToken);
    expect(account.invocations[0]?.path).toContain("/ada-dev-lifecycle-handler/");
  });

  it.each<[string, () => Settings, string, RegExp]>([
    [
      "no token in .env",
      () => account.settings({ env: {} }),
      "dev",
      /nothing to store: .env sets none of TELEGRAM_BOT_TOKEN/,
    ],
    [
      "an unknown stage",
      () => account.settings(),
      "test",
      /<stage>: expected .* \(dev, prod\), or "app" for what all stages share, received "test"/,
    ],
    [
      "the placeholder account",
      () => account.settings({ file: { account: "000000000000" } }),
      "dev",
      /placeholder/,
    ],
  ])("rejects %s", async (_case, given, stage, message) => {
    const put = putSecrets(given(), stage, false);

    await expect(put).rejects.toThrow(message);
    expect(account.parameters.all()).toEqual([]);
  });

  it("rejects credentials of another account", async () => {
    account.aws.account = "999999999999";

    const put = putSecrets(account.settings(), "dev", false);

    await expect(put).rejects.toThrow(/expected account 123456789012 .*, received account 999999999999/);
    expect(account.parameters.all()).toEqual([]);
  });

  it("stores the parameters of the end-to-end test with dev, but not with prod", async () => {
    await putSecrets(account.settings({ file: fullFile }), "dev", false);
    const ofDev = account.stored;
    await putSecrets(account.settings({ file: fullFile }), "prod", true);

    expect(ofDev).toEqual([
      "/kite/dev/e2e-channel",
      "/kite/dev/e2e-telegram-group",
      "/kite/dev/e2e-websocket-url",
      devParameter,
    ]);
    expect(account.stored).toEqual([...ofDev, prodParameter]);
    expect(account.parameters.find("/kite/dev/e2e-telegram-group")?.value).toBe(values.E2E_GROUP_URL);
    expect(new Set(account.parameters.all().map(({ type }) => type))).toEqual(new Set(["SecureString"]));
    expect(account.said).not.toContain("made-up");
  });

  it("stores the secrets of app, and invokes no function", async () => {
    await putSecrets(account.settings({ file: fullFile }), "app", true);

    expect(account.parameters.all().map(({ name, value }) => [name, value])).toEqual([
      ["/kite/alarm-forwarder-url", values.ALARM_FORWARDER_URL],
      ["/kite/cloudflare-api-token", values.CLOUDFLARE_READ_TOKEN],
    ]);
    expect(account.said).toMatch(/alarm-forwarder-url: stored as version 1\. The forwarder uses it within/);
    expect(account.said).not.toContain("made-up");
    expect(account.invocations).toEqual([]);
  });

  it("does not change a parameter that .env does not set, and does not set the webhook", async () => {
    account.parameters.put(devParameter, botToken);
    const env = { E2E_CHANNEL: values.E2E_CHANNEL };

    await putSecrets(account.settings({ file: fullFile, env }), "dev", false);

    expect(account.stored).toEqual(["/kite/dev/e2e-channel", devParameter]);
    expect(account.said).toContain(
      `Unchanged: ${devParameter}, because .env does not set TELEGRAM_BOT_TOKEN.`,
    );
    expect(account.invocations).toEqual([]);
  });

  it("stores nothing if another stage uses the same bot", async () => {
    account.parameters.put(prodParameter, botToken);

    const put = putSecrets(account.settings({ file: fullFile }), "dev", false);

    await expect(put).rejects.toThrow("Nothing was stored");
    expect(account.stored).toEqual([prodParameter]);
  });

  it.each<[string, object, Record<string, string>, string[]]>([
    ["alarmForwarder is false", { alarmForwarder: false }, {}, ["/kite/cloudflare-api-token"]],
    ["the deployment has no domain", { domainName: undefined }, {}, ["/kite/alarm-forwarder-url"]],
    ["the deployment has no repository", { gitRepositoryUrl: undefined }, {}, ["/kite/alarm-forwarder-url"]],
    ["builds start with a local zip", { buildLambdaViaAsset: true }, {}, ["/kite/alarm-forwarder-url"]],
    ["the state is local", {}, { KITE_STATE: "local" }, ["/kite/alarm-forwarder-url"]],
    [
      "the deployment is a sandbox, which has no domain",
      {},
      { KITE_SANDBOX: "ada" },
      ["/ada-kite/alarm-forwarder-url"],
    ],
  ])("skips a secret that is not used because %s", async (_case, file, env, stored) => {
    const settings = account.settings({ file: { ...fullFile, ...file }, env: { ...values, ...env } });

    await putSecrets(settings, "app", true);

    expect(account.stored).toEqual(stored);
    expect(account.said).toMatch(
      /^Skipped: (ALARM_FORWARDER_URL|CLOUDFLARE_READ_TOKEN), which is read only when/m,
    );
  });

  it.each<[string, object, string, RegExp]>([
    [
      "if the deployment uses none of its secrets",
      {},
      "app",
      /^There is nothing to store: deployments\/kite\.json uses none of these/,
    ],
    [
      "if .env sets none of its secrets, and reports where to get them",
      fullFile,
      "app",
      /sets none of ALARM_FORWARDER_URL, CLOUDFLARE_READ_TOKEN\.[\s\S]*- ALARM_FORWARDER_URL: an https URL.*Source: /,
    ],
  ])("rejects the argument app %s", async (_case, file, place, message) => {
    const put = putSecrets(account.settings({ file, env: {} }), place, true);

    await expect(put).rejects.toThrow(message);
    expect(account.stored).toEqual([]);
  });

  it("rejects the argument app without --yes if the deployment has prod", async () => {
    const put = putSecrets(account.settings({ file: fullFile }), "app", false);

    await expect(put).rejects.toThrow("The prod stage uses these secrets too: add --yes");
    expect(account.stored).toEqual([]);
  });

  it("prints no value if the parameter store rejects a request", async () => {
    const settings = account.settings({ file: fullFile });
    process.env.AWS_ENDPOINT_URL_SSM = "http://127.0.0.1:1";

    const error: Error = await putSecrets(settings, "app", true).catch((it) => it);

    expect(error.message).toMatch(
      /^The parameter store rejected the request for \/kite\/alarm-forwarder-url/,
    );
    expect(`${error.message}${error.stack}${account.said}`).not.toContain("made-up");
  });
});
