import { listSecrets } from "../../../cli/secrets/manage-secrets";
import { Account, fullFile, values } from "./account";

const devParameter = "/kite/dev/telegram-bot-token";
const prodParameter = "/kite/prod/telegram-bot-token";
const botToken = values.TELEGRAM_BOT_TOKEN;

let account: Account;
beforeEach(async () => {
  account = await Account.start();
});
afterEach(() => account.close());

describe("listSecrets", () => {
  it("lists versions without values", async () => {
    account.parameters.put(devParameter, botToken);

    await listSecrets(account.settings(), "dev");
    await listSecrets(account.settings(), "prod");

    expect(account.said).toMatch(
      new RegExp(
        `${devParameter} .*: present, version 1, changed 20.*\n${prodParameter} .*: missing; set TELEGRAM_PROD_BOT_TOKEN in .env, then run npx kite secrets prod\n`,
      ),
    );
    expect(account.said).not.toContain("made-up");
  });

  it("lists each parameter that the deployment reads", async () => {
    account.parameters.put("/kite/alarm-forwarder-url", values.ALARM_FORWARDER_URL);
    account.parameters.put("/kite/alarm-forwarder-url", `${values.ALARM_FORWARDER_URL}1`);

    await listSecrets(account.settings({ file: fullFile }), "dev");
    await listSecrets(account.settings({ file: fullFile }), "app");

    expect(account.said.split("\n").map((line) => line.replace(/changed .*/, "changed"))).toEqual([
      expect.stringMatching(/^\/kite\/dev\/telegram-bot-token .*: missing; .* npx kite secrets dev$/),
      expect.stringMatching(/^\/kite\/dev\/e2e-websocket-url .*: missing; .*E2E_WEBSOCKET_URL/),
      expect.stringMatching(/^\/kite\/dev\/e2e-telegram-group .*: missing; .*E2E_GROUP_URL/),
      expect.stringMatching(/^\/kite\/dev\/e2e-channel .*: missing; .*E2E_CHANNEL/),
      "/kite/alarm-forwarder-url (the URL to which alarms are posted): present, version 2, changed",
      expect.stringMatching(/^\/kite\/cloudflare-api-token .*: missing; .* npx kite secrets app$/),
      "",
    ]);
    expect(account.said).not.toContain("made-up");
  });

  it("lists an unused secret only if it is stored", async () => {
    account.parameters.put("/kite/alarm-forwarder-url", values.ALARM_FORWARDER_URL);

    await listSecrets(account.settings(), "app");

    expect(account.said).toMatch(
      /^\/kite\/alarm-forwarder-url .*: present, version 1, .*; not used: it is read when alarmForwarder is true\n$/,
    );
  });

  it("explains why no secret is needed", async () => {
    await listSecrets(account.settings(), "app");

    expect(account.said).toMatch(
      /^No secret is stored, and none is needed: deployments\/kite\.json uses none of these\. .*ALARM_FORWARDER_URL is read when alarmForwarder is true; CLOUDFLARE_READ_TOKEN is read when/,
    );
  });
});
