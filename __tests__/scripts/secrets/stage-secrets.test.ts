import { systemClock } from "../../../local/clock";
import { ParameterStore } from "../../../local/parameters/parameter-store";
import { Queues } from "../../../local/queues/queues";
import { type Services, startServices } from "../../../local/services";
import { deleteSecrets, listSecrets, putSecrets } from "../../../scripts/secrets/stage-secrets";
import { readSettings, type Settings } from "../../../settings/settings";
import { SMALLEST, settingsFolder } from "../../settings/settings-folder";
import { AwsStandIn } from "../aws-stand-in";

const DEV = "/kite/dev/telegram-bot-token";
const PROD = "/kite/prod/telegram-bot-token";
const TOKEN = "4242:made-up-token";

let parameters: ParameterStore;
let services: Services;
let aws: AwsStandIn;
let said: string;
const environment = { ...process.env };

beforeEach(async () => {
  parameters = new ParameterStore();
  services = await startServices({ queues: new Queues(systemClock), parameters });
  aws = await AwsStandIn.start();
  said = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_MAX_ATTEMPTS: "1",
    AWS_ENDPOINT_URL_SSM: services.endpoint,
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_ENDPOINT_URL_LAMBDA: aws.url,
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await aws.close();
  await services.close();
});

function settings(given: { token?: string; sandbox?: string; file?: object } = {}): Settings {
  const directory = settingsFolder({ ...SMALLEST, prodStage: true, ...given.file });
  const { token: TELEGRAM_BOT_TOKEN = TOKEN, sandbox: KITE_SANDBOX } = given;
  return readSettings({ directory, environment: { TELEGRAM_BOT_TOKEN, KITE_SANDBOX } });
}

const invocations = () => aws.seen.filter(({ path }) => path.includes("/invocations"));

describe("putSecrets", () => {
  it("puts the token where the stage reads it, as a SecureString, and never prints it", async () => {
    await putSecrets(settings(), "dev", false);

    expect(parameters.find(DEV)).toMatchObject({ value: TOKEN, type: "SecureString", version: 1 });
    expect(parameters.find(PROD)).toBeUndefined();
    expect(said).toContain(`${DEV}: stored as version 1`);
    expect(said).toContain("There is no dev-lifecycle-handler yet");
    expect(said).not.toContain("made-up-token");
  });

  it("has the stage's lifecycle handler set the webhook anew", async () => {
    aws.function = { payload: { webhook: "set" } };

    await putSecrets(settings(), "dev", false);

    expect(invocations()).toEqual([
      {
        method: "POST",
        path: "/2015-03-31/functions/dev-lifecycle-handler/invocations?Qualifier=live",
        body: '{"tf":{"action":"update"}}',
      },
    ]);
    expect(said).toContain("dev-lifecycle-handler has set the webhook");
  });

  it("says that the token is stored and the webhook is not, when the handler fails", async () => {
    aws.function = { payload: { errorMessage: "Unauthorized" }, error: "Unhandled" };

    const put = putSecrets(settings(), "dev", false);

    await expect(put).rejects.toThrow(/^The token is stored, and dev-lifecycle-handler .*Unauthorized/);
    expect(parameters.find(DEV)?.value).toBe(TOKEN);
  });

  it("makes a second version of another token, and none of the same", async () => {
    await putSecrets(settings(), "dev", false);
    await putSecrets(settings(), "dev", false);
    await putSecrets(settings({ token: "4242:rotated" }), "dev", false);

    expect(parameters.history(DEV).map(({ value }) => value)).toEqual([TOKEN, "4242:rotated"]);
    expect(said).toContain(`${DEV}: is this one already`);
  });

  it.each([PROD, "/ada-kite/dev/telegram-bot-token"])("refuses a token that %s has", async (other) => {
    parameters.put(other, TOKEN);

    const put = putSecrets(settings(), "dev", false);

    await expect(put).rejects.toThrow(`is that of ${other} already`);
    expect(parameters.find(DEV)).toBeUndefined();
    expect(invocations()).toEqual([]);
  });

  it("refuses prod without --yes, and takes it with it", async () => {
    const refused = putSecrets(settings(), "prod", false);
    await expect(refused).rejects.toThrow("Nothing was done: this is prod. Add --yes");
    expect(said).toContain(`To do: the bot's token from TELEGRAM_BOT_TOKEN to ${PROD}`);
    expect(parameters.find(PROD)).toBeUndefined();

    await putSecrets(settings(), "prod", true);

    expect(parameters.find(PROD)?.value).toBe(TOKEN);
  });

  it("honors KITE_SANDBOX in the parameter's path and the handler's name", async () => {
    aws.function = { payload: {} };

    await putSecrets(settings({ sandbox: "ada" }), "dev", false);

    expect(parameters.find("/ada-kite/dev/telegram-bot-token")?.value).toBe(TOKEN);
    expect(invocations()[0]?.path).toContain("/ada-dev-lifecycle-handler/");
  });

  it.each<[string, () => Settings, string, RegExp]>([
    [
      "no token in .env",
      () => settings({ token: "" }),
      "dev",
      /nothing to put: .env sets none of TELEGRAM_BOT_TOKEN/,
    ],
    ["an unknown stage", settings, "test", /Got the stage "test"; wanted .* which has dev, prod/],
    ["the placeholder account", () => settings({ file: { account: "000000000000" } }), "dev", /placeholder/],
  ])("refuses %s", async (_case, given, stage, message) => {
    const put = putSecrets(given(), stage, false);

    await expect(put).rejects.toThrow(message);
    expect(parameters.all()).toEqual([]);
  });

  it("refuses credentials of another account", async () => {
    aws.account = "999999999999";

    const put = putSecrets(settings(), "dev", false);

    await expect(put).rejects.toThrow(/belong to account 999999999999; wanted 123456789012/);
    expect(parameters.all()).toEqual([]);
  });
});

describe("listSecrets", () => {
  it("tells versions, and no values", async () => {
    parameters.put(DEV, TOKEN);

    await listSecrets(settings(), "dev");
    await listSecrets(settings(), "prod");

    expect(said).toMatch(
      new RegExp(`${DEV}: version 1, changed 20.*\n${PROD}: none; npm run secrets -- prod`),
    );
    expect(said).not.toContain("made-up-token");
  });
});

describe("deleteSecrets", () => {
  it("takes the token away, once", async () => {
    parameters.put(DEV, TOKEN);
    parameters.put(PROD, "4243:other");

    await deleteSecrets(settings(), "dev", false);
    await deleteSecrets(settings(), "dev", false);

    expect(parameters.all().map(({ name }) => name)).toEqual([PROD]);
    expect(said).toMatch(/deleted\.[\s\S]*was not there\./);
  });

  it("refuses prod without --yes", async () => {
    parameters.put(PROD, TOKEN);

    const refused = deleteSecrets(settings(), "prod", false);

    await expect(refused).rejects.toThrow("Add --yes");
    expect(parameters.find(PROD)).toBeDefined();
  });
});
