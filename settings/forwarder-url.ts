/**
 * Matches the path of a Slack incoming webhook. Its last part is a secret:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/
 */
const slackPath = /^\/services\/[A-Za-z0-9]+\/[A-Za-z0-9]+\/[A-Za-z0-9]+$/;

/** The second host is GovSlack: https://docs.slack.dev/govslack/ */
const slackHosts: readonly string[] = ["hooks.slack.com", "hooks.slack-gov.com"];

/** Matches a call of a bot, which contains the secret token: https://core.telegram.org/bots/api#making-requests */
const telegramPath = /^\/bot\d+:[A-Za-z0-9_-]+\/sendMessage$/;

/** Matches a chat's number, or the public name of a channel: https://core.telegram.org/bots/api#sendmessage */
const chatIdPattern = /^(-?\d+|@[A-Za-z][A-Za-z0-9_]{3,31})$/;

/** Returns whether alarms can be posted to a URL: a Slack incoming webhook, or a bot's sendMessage with its chat. */
export function isForwarderUrl(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) {
    return false;
  }
  const url = new URL(text);
  const bare = url.protocol === "https:" && url.port === "" && !url.username && !url.password && !url.hash;
  return bare && (isSlackHook(url) || isTelegramCall(url));
}

function isSlackHook({ hostname, pathname, search }: URL): boolean {
  return slackHosts.includes(hostname) && slackPath.test(pathname) && search === "";
}

/** The forwarder uses only the parameter with the chat. Any other parameter would be ignored without a message. */
function isTelegramCall({ hostname, pathname, searchParams }: URL): boolean {
  const [chatId = "", ...more] = searchParams.getAll("chat_id");
  return (
    hostname === "api.telegram.org" &&
    telegramPath.test(pathname) &&
    chatIdPattern.test(chatId) &&
    more.length === 0 &&
    searchParams.size === 1
  );
}
