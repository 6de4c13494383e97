import { provideTokens } from "../../../cli/secrets/missing-secrets";
import { Account, VALUES } from "./account";

const DEV = "/kite/dev/telegram-bot-token";
const PROD = "/kite/prod/telegram-bot-token";

let account: Account;
beforeEach(async () => {
  account = await Account.start();
});
afterEach(() => account.close());

describe("provideTokens", () => {
  it("puts dev's token of .env where it is missing, and leaves prod's to a word of the person", async () => {
    await provideTokens(account.settings(), false);

    expect(account.stored).toEqual([DEV]);
    expect(account.parameters.find(DEV)?.value).toBe(VALUES.TELEGRAM_BOT_TOKEN);
  });

  it("puts prod's own token when prod may be changed", async () => {
    await provideTokens(account.settings(), true);

    expect(account.stored).toEqual([DEV, PROD]);
    expect(account.parameters.find(PROD)?.value).toBe(VALUES.TELEGRAM_PROD_BOT_TOKEN);
  });

  it("leaves a token that is there, whatever .env says", async () => {
    account.parameters.put(DEV, "4242:older");

    await provideTokens(account.settings(), false);

    expect(account.parameters.find(DEV)?.value).toBe("4242:older");
  });

  it("puts nothing when .env has no token", async () => {
    await provideTokens(account.settings({ env: {} }), true);

    expect(account.stored).toEqual([]);
  });

  it("refuses a token that another stage has", async () => {
    account.parameters.put("/kite/prod/telegram-bot-token", VALUES.TELEGRAM_BOT_TOKEN);

    const provided = provideTokens(account.settings(), false);

    await expect(provided).rejects.toThrow(`is that of ${PROD} already`);
  });
});
