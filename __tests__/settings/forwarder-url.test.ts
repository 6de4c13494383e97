import { isForwarderUrl } from "../../settings/forwarder-url";

const slack = `https://hooks.slack.com/services/${"T0/B0/made1up2"}`;
const telegramUrl = "https://api.telegram.org/bot12:made-up_key/sendMessage";

describe("the URL of the alarm forwarder", () => {
  it.each([
    ["a Slack incoming webhook", slack],
    ["an incoming webhook of Slack for governments", slack.replace("slack.com", "slack-gov.com")],
    ["a bot's sendMessage to a group", `${telegramUrl}?chat_id=-1001234567890`],
    ["a bot's sendMessage to a person", `${telegramUrl}?chat_id=12345`],
    ["a bot's sendMessage to a public channel", `${telegramUrl}?chat_id=@kite_alarms`],
  ])("can be %s", (_case, url) => {
    expect(isForwarderUrl(url)).toBe(true);
  });

  it.each([
    ["no scheme", "hooks.slack.com/services/T0/B0/made1up2"],
    ["http", slack.replace("https", "http")],
    ["another host", slack.replace("slack.com", "slack.example")],
    ["a host that ends like Slack's", slack.replace("hooks.", "evilhooks.")],
    ["a port", slack.replace(".com/", ".com:8443/")],
    ["a name and password", slack.replace("https://", "https://a:b@")],
    ["Slack's host only", "https://hooks.slack.com/"],
    [
      "a webhook of a Slack workflow, which expects other fields",
      "https://hooks.slack.com/triggers/T0/1/made1up2",
    ],
    ["a Slack webhook with a query", `${slack}?a=b`],
    ["spaces", `${slack} `],
    ["another method of the bot", `${telegramUrl.replace("sendMessage", "getMe")}?chat_id=1`],
    ["a bot without its token", "https://api.telegram.org/bot/sendMessage?chat_id=1"],
    ["a token without a key", "https://api.telegram.org/bot12/sendMessage?chat_id=1"],
    ["no chat", telegramUrl],
    ["a chat that is neither a number nor a name", `${telegramUrl}?chat_id=kite`],
    ["two chats", `${telegramUrl}?chat_id=1&chat_id=2`],
    ["a parameter that the forwarder does not support", `${telegramUrl}?chat_id=1&message_thread_id=7`],
  ])("is rejected with %s", (_case, url) => {
    expect(isForwarderUrl(url)).toBe(false);
  });
});
