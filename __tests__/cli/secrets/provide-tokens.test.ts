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
  it("puts dev's token of .env where it is missing, and leaves prod's to a word of the person", async () => {
    await provideTokens(account.settings(), false);

    expect(account.stored).toEqual([devParameter]);
    expect(account.parameters.find(devParameter)?.value).toBe(values.TELEGRAM_BOT_TOKEN);
  });

  it("puts prod's own token when prod may be changed", async () => {
    await provideTokens(account.settings(), true);

    expect(account.stored).toEqual([devParameter, prodParameter]);
    expect(account.parameters.find(prodParameter)?.value).toBe(values.TELEGRAM_PROD_BOT_TOKEN);
  });

  it("leaves a token that is there, whatever .env says", async () => {
    account.parameters.put(devParameter, "4242:older");

    await provideTokens(account.settings(), false);

    expect(account.parameters.find(devParameter)?.value).toBe("4242:older");
  });

  it("puts nothing when .env has no token", async () => {
    await provideTokens(account.settings({ env: {} }), true);

    expect(account.stored).toEqual([]);
  });

  it("refuses a token that another stage has", async () => {
    account.parameters.put("/kite/prod/telegram-bot-token", values.TELEGRAM_BOT_TOKEN);

    const provided = provideTokens(account.settings(), false);

    await expect(provided).rejects.toThrow(`${prodParameter} already has the value of`);
  });
});
