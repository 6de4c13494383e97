import { provideTokens } from "../../../cli/secrets/missing-secrets";
import { Account, values } from "./account";

const devParameter = "/kite/dev/telegram-bot-token";
const prodParameter = "/kite/prod/telegram-bot-token";

let account: Account;
beforeEach(async () => {
  account = await Account.start();
});
afterEach(() => account.close());

describe("provideTokens", () => {
  it("stores dev's missing token from .env, but not prod's without --yes", async () => {
    await provideTokens(account.settings(), false);

    expect(account.stored).toEqual([devParameter]);
    expect(account.parameters.find(devParameter)?.value).toBe(values.TELEGRAM_BOT_TOKEN);
  });

  it("stores prod's own token with --yes", async () => {
    await provideTokens(account.settings(), true);

    expect(account.stored).toEqual([devParameter, prodParameter]);
    expect(account.parameters.find(prodParameter)?.value).toBe(values.TELEGRAM_PROD_BOT_TOKEN);
  });

  it("keeps a stored token, even if .env has another one", async () => {
    account.parameters.put(devParameter, "4242:older");

    await provideTokens(account.settings(), false);

    expect(account.parameters.find(devParameter)?.value).toBe("4242:older");
  });

  it("stores nothing if .env has no token", async () => {
    await provideTokens(account.settings({ env: {} }), true);

    expect(account.stored).toEqual([]);
  });

  it("rejects a token that another stage has", async () => {
    account.parameters.put("/kite/prod/telegram-bot-token", values.TELEGRAM_BOT_TOKEN);

    const provided = provideTokens(account.settings(), false);

    await expect(provided).rejects.toThrow(`${prodParameter} already has the value of`);
  });
});
