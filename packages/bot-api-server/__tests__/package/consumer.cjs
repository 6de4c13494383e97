// @ts-nocheck TypeScript expects `import` here, but a project in plain JavaScript may use `require`.
// A project that tests its bot. Runs in a folder that contains only this package.
// Usage: node consumer.cjs <path of grammY>
const { createServer } = require("node:http");
const { startBotApiServer } = require("@kite-chat/bot-api-server");
const { Bot, webhookCallback } = require(process.argv[2]);

async function main() {
  const token = "1234567:any-text";
  const server = await startBotApiServer({ token });
  const { telegram } = server;

  const bot = new Bot(token, { client: { apiRoot: server.url } });
  bot.command("start", (context) => context.reply(`Welcome, ${context.from.first_name}`));
  const webhook = createServer(webhookCallback(bot, "http", { secretToken: "a-secret" }));
  await new Promise((resolve) => webhook.listen(0, "127.0.0.1", resolve));
  await bot.api.setWebhook(`http://127.0.0.1:${webhook.address().port}`, { secret_token: "a-secret" });

  const ada = telegram.createUser("Ada");
  const group = telegram.createGroup({ title: "Support", people: [ada] });
  telegram.say(group.id, ada.id, "/start");
  await telegram.waitUntilDelivered();

  const texts = telegram.messages(group.id).map((message) => `${message.from.first_name}: ${message.text}`);
  process.stdout.write(JSON.stringify(texts));
  await server.close();
  webhook.close();
}

void main();
