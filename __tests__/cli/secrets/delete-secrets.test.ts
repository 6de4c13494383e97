import { deleteSecrets } from "../../../cli/secrets/manage-secrets";
import { Account, fullFile, values } from "./account";

const devParameter = "/kite/dev/telegram-bot-token";
const prodParameter = "/kite/prod/telegram-bot-token";
const botToken = values.TELEGRAM_BOT_TOKEN;

let account: Account;
beforeEach(async () => {
  account = await Account.start();
});
afterEach(() => account.close());

describe("deleteSecrets", () => {
  it("deletes the token, and reports a token that is already deleted", async () => {
    account.parameters.put(devParameter, botToken);
    account.parameters.put(prodParameter, "4243:other");

    await deleteSecrets(account.settings(), "dev", false);
    await deleteSecrets(account.settings(), "dev", false);

    expect(account.parameters.all().map(({ name }) => name)).toEqual([prodParameter]);
    expect(account.said).toMatch(/deleted\.[\s\S]*not found\./);
  });

  it("rejects the argument prod without --yes", async () => {
    account.parameters.put(prodParameter, botToken);

    const refused = deleteSecrets(account.settings(), "prod", false);

    await expect(refused).rejects.toThrow("add --yes");
    expect(account.parameters.find(prodParameter)).toBeDefined();
  });

  it("deletes the secrets of app, including unused secrets, but no secret of a stage", async () => {
    for (const name of [
      devParameter,
      "/kite/alarm-forwarder-url",
      "/kite/cloudflare-api-token",
      "/kite/proxy-secret",
    ]) {
      account.parameters.put(name, "made-up");
    }

    await deleteSecrets(account.settings({ file: { alarmForwarder: true } }), "app", true);

    expect(account.stored).toEqual([devParameter, "/kite/proxy-secret"]);
    expect(account.said).not.toContain("made-up");
  });

  it("deletes the parameters of the end-to-end test with those of dev", async () => {
    for (const name of [
      devParameter,
      "/kite/dev/e2e-channel",
      "/kite/dev/e2e-websocket-url",
      prodParameter,
    ]) {
      account.parameters.put(name, "made-up");
    }

    await deleteSecrets(account.settings({ file: fullFile }), "dev", false);

    expect(account.stored).toEqual([prodParameter]);
  });

  it("requires --yes for the argument app only if the deployment has prod", async () => {
    account.parameters.put("/kite/alarm-forwarder-url", "made-up");

    const refused = deleteSecrets(account.settings(), "app", false);
    await expect(refused).rejects.toThrow(
      "Nothing changed. The prod stage uses these secrets too: add --yes",
    );
    expect(account.stored).toEqual(["/kite/alarm-forwarder-url"]);

    await deleteSecrets(account.settings({ file: { prodStage: false } }), "app", false);

    expect(account.stored).toEqual([]);
  });
});
