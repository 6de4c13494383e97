import { type BotApiServer, startBotApiServer } from "@kite-chat/bot-api-server";
import { systemClock } from "@kite-chat/stack-server";
import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { botChecks } from "../../../cli/doctor/bot-checks";
import { runChecks } from "../../../cli/doctor/check";
import { findMembership } from "../../../cli/doctor/host-groups";
import { stageNamed } from "../../../cli/stage-argument";
import type { CallMethod } from "../../../lambda-src/telegram/bot-api";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
const token = "7000000001:secret-of-the-bot";
const dayMilliseconds = 24 * 60 * 60_000;

let aws: AccountStandIn;
let bot: BotApiServer;
let stage: LocalSite;
let webhookUrl: string;
beforeEach(async () => {
  stage = await serveLocally((_request, response) => response.end());
  webhookUrl = `${stage.url}/dev/tg`;
  aws = await AccountStandIn.start();
  aws.parameters.set("/kite/dev/telegram-bot-token", token);
  aws.environment = { WEBHOOK_URL: webhookUrl };
  bot = await startBotApiServer({ token, botUsername: "kite_bot" });
  await setWebhook(webhookUrl);
});
afterEach(() => Promise.all([aws.close(), bot.close(), stage.close()]));

const setWebhook = (url: string) =>
  fetch(`${bot.url}/bot${token}/setWebhook?url=${encodeURIComponent(url)}`, { method: "POST" });

/** Runs the checks, and returns the lines by the beginnings of their names. No line has the token. */
async function lines(variables: Readonly<Record<string, string>> = {}, telegramApiRoot = bot.url) {
  const settings = aws.settings({ stages: { dev: { telegramApiRoot } } }, variables);
  const rows = await runChecks(botChecks(settings, stageNamed(settings, "dev")));
  expect(JSON.stringify(rows)).not.toContain("secret-of-the-bot");
  return Object.fromEntries(rows.map(({ check, ...row }) => [check.split(" ")[0], row]));
}

/** Creates a group that hosts a channel. */
function host(
  channelName: string,
  botStatus: "administrator" | "member" | "left" | "kicked" = "administrator",
) {
  const people = [bot.telegram.createUser("Ada")];
  const { id } = bot.telegram.createGroup({ title: channelName, people, botStatus });
  aws.channels = [
    ...aws.channels,
    { channelKey: `channel#${channelName}`, channelName, hostChatId: String(id) },
    { channelKey: `chat#${id}`, channelName, hostChatId: String(id) },
  ];
}

describe("the lines of a stage's bot", () => {
  it("are ok for a deployed stage whose bot is an administrator of its groups", async () => {
    host("shop");
    host("school");
    while (bot.telegram.webhook.info.pending_update_count > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(await lines()).toEqual({
      Stage: { status: "ok", text: `deployed, with the webhook ${webhookUrl}` },
      Bot: { status: "ok", text: "@kite_bot, privacy mode on" },
      Webhook: { status: "ok", text: "set, 0 pending, no error in the last day" },
      Groups: { status: "ok", text: "the bot can work in 2 groups" },
    });
  });

  it("are skipped for a stage that is not deployed, except the bot", async () => {
    aws.environment = undefined;

    const { Stage, Bot, Webhook, Groups } = await lines();

    expect(Stage).toEqual({ status: "skipped", text: "not deployed yet. To deploy it: npm run deploy-kite" });
    expect(Bot?.status).toBe("ok");
    expect([Webhook?.text, Groups?.text]).toEqual(["needs: Stage dev", "needs: Stage dev"]);
  });
});

describe("the line of the stage", () => {
  it("warns if the caller may not read the stage's functions, and does not compare the webhook", async () => {
    aws.denied.add("lambda:GetFunctionConfiguration");

    const { Stage, Webhook } = await lines();

    expect(Stage).toMatchObject({
      status: "warn",
      text: expect.stringContaining("lambda:GetFunctionConfiguration"),
      fix: expect.stringContaining("operator-reading"),
    });
    expect(Webhook).toEqual({ status: "skipped", text: "the stage or the bot's token cannot be read" });
  });
});

describe("the line of the bot", () => {
  it("fails if Telegram rejects the token", async () => {
    aws.parameters.set("/kite/dev/telegram-bot-token", "7000000001:old");

    expect((await lines()).Bot).toMatchObject({
      status: "fail",
      text: `${bot.url} rejected getMe: 401 Unauthorized`,
      fix: "set the token from @BotFather in .env, then run: npx kite secrets dev",
    });
  });

  it("fails if the Bot API does not answer", async () => {
    expect((await lines({}, "http://127.0.0.1:1")).Bot).toMatchObject({
      status: "fail",
      text: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 does not answer: /),
    });
  });

  it("is skipped if no token is stored, and so are the lines that need it", async () => {
    aws.parameters.clear();

    const { Bot, Webhook, Groups } = await lines();

    expect(Bot).toEqual({ status: "skipped", text: "no token is stored, and .env has none" });
    expect([Webhook?.status, Groups?.status]).toEqual(["skipped", "skipped"]);
  });

  it("warns if the caller may not read the token, and the lines that need it are skipped", async () => {
    aws.denied.add("ssm:GetParameter");

    const { Bot, Webhook, Groups } = await lines();

    expect(Bot).toMatchObject({
      status: "warn",
      text: "its token cannot be read without ssm:GetParameter, and .env has none",
      fix: expect.stringContaining("operator-changing"),
    });
    expect([Webhook?.text, Groups?.text]).toEqual([
      "the stage or the bot's token cannot be read",
      "the bot's token cannot be read",
    ]);
  });

  it("uses the token of .env if the caller may not read the stored one", async () => {
    aws.denied.add("ssm:GetParameter");

    expect((await lines({ TELEGRAM_BOT_TOKEN: token })).Bot?.status).toBe("ok");
  });
});

describe("the line of the webhook", () => {
  it.each([
    ["is not set", "", "it is not set"],
    [
      "belongs to another stage",
      "https://other.example.org/prod/tg",
      "it points to https://other.example.org, not to this stage",
    ],
  ])("fails if the webhook %s", async (_case, url, text) => {
    await setWebhook(url);

    expect((await lines()).Webhook).toEqual({
      status: "fail",
      text,
      fix: "npx kite secrets dev, which sets it again",
    });
  });

  it("warns about a recent error, with Telegram's reason", async () => {
    const site = await failingSite();

    expect((await lines()).Webhook).toMatchObject({
      status: "warn",
      text: expect.stringMatching(
        /^\d+ pending; its last error .* ago: Wrong response from the webhook: 500/,
      ),
      fix: "npx kite logs dev --errors",
    });
    await site.close();
  });

  it("ignores an error that is two days old, even if Telegram still reports it", async () => {
    await bot.close();
    const clock = { ...systemClock, now: () => Date.now() - 2 * dayMilliseconds };
    bot = await startBotApiServer({ token, clock });
    const site = await failingSite();

    expect((await lines()).Webhook).toMatchObject({ status: "ok" });
    await site.close();
  });

  it("warns about many pending updates", async () => {
    const site = await serveLocally(() => undefined);
    aws.environment = { WEBHOOK_URL: site.url };
    await setWebhook(site.url);
    for (let count = 0; count < 101; count++) {
      host(`shop-${count}`);
    }

    expect((await lines()).Webhook).toMatchObject({ status: "warn", text: "101 updates are pending" });
    await site.close();
  });

  /** Points the webhook to a site that answers with errors, and waits until Telegram has met one. */
  async function failingSite(): Promise<LocalSite> {
    let met = () => {};
    const isMet = new Promise<void>((resolve) => (met = resolve));
    const site = await serveLocally((_request, response) => {
      response.writeHead(500).end(met);
    });
    aws.environment = { WEBHOOK_URL: site.url };
    await setWebhook(site.url);
    host("shop");
    await isMet;
    while (bot.telegram.webhook.info.last_error_date === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return site;
  }
});

describe("the line of the groups", () => {
  it.each([
    ["member", "not an administrator, and privacy mode is on, so it sees only commands and replies"],
    ["left", "it has left the group"],
    ["kicked", "it has been removed from the group"],
  ] as const)("fails for a group in which the bot's status is %s", async (status, fault) => {
    host("shop");
    host("school", status);

    expect((await lines()).Groups).toEqual({
      status: "fail",
      text: `school: ${fault}`,
      fix: "make the bot an administrator of the group in Telegram",
    });
  });

  it("is ok for a bot whose privacy mode is off, even if the bot is not an administrator", async () => {
    Object.assign(bot.telegram.bot, { can_read_all_group_messages: true });
    host("shop", "member");

    expect((await lines()).Groups).toEqual({ status: "ok", text: "the bot can work in the group" });
  });

  it("fails for a group that Telegram does not know", async () => {
    aws.channels = [{ channelKey: "chat#-100", channelName: "shop", hostChatId: "-100" }];

    expect((await lines()).Groups).toMatchObject({
      status: "fail",
      text: expect.stringMatching(/^shop: Bad Request: /),
    });
  });

  it("is skipped before a group hosts a channel", async () => {
    expect((await lines()).Groups).toEqual({ status: "skipped", text: "no group hosts a channel yet" });
  });

  it("warns if the caller may not read the channels", async () => {
    aws.denied.add("dynamodb:Scan");

    expect((await lines()).Groups).toMatchObject({
      status: "warn",
      text: expect.stringContaining("dynamodb:Scan"),
      fix: expect.stringContaining("operator-reading"),
    });
  });

  it.each([
    [true, undefined],
    [false, "it may not write"],
  ])("reads a restriction: the bot may write is %s", async (mayWrite, fault) => {
    const member = { status: "restricted", is_member: true, can_send_messages: mayWrite };
    const callMethod = (() => Promise.resolve(member)) as unknown as CallMethod;

    const found = await findMembership(
      callMethod,
      { channelName: "shop", hostChatId: "-1" },
      bot.telegram.bot,
    );

    expect(found).toEqual({ channelName: "shop", fault });
  });
});
