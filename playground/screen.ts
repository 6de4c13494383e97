import type { Playground } from "./start-playground";

/** The one screen of a run: where things are, and lines to paste. */
export function describePlayground({
  url,
  webSocketUrl,
  webhookUrl,
  channelName,
  apiRoot,
  own,
  server,
}: Playground): string {
  const now = new Date().toISOString();
  const telegram = own === undefined ? apiRoot : `${apiRoot}  (our own; its host is on the page)`;
  return [
    "",
    "  Kite runs.",
    "",
    `  Page        ${url}/`,
    `  WebSocket   ${webSocketUrl}`,
    `  Webhook     ${webhookUrl}`,
    `  Bot API     ${telegram}`,
    `  DynamoDB    ${server.dynamodbEndpoint}`,
    "",
    "  Try it from a shell:",
    "",
    `    curl ${url}${new URL(webhookUrl).pathname}`,
    `    npx wscat -s k1te.chat.v1 -c "${webSocketUrl}"`,
    "",
    "  and in wscat, a line each:",
    "",
    "    Hi",
    '    ["PING"]',
    `    ["JOIN","visitor-1","Ada","${channelName}"]`,
    `    ["TXT","m1","Hello","${now}"]`,
    "",
    ...(own === undefined ? [`  The host: in a group with the bot, write /host ${channelName}`, ""] : []),
    "  Ctrl-C ends it.",
    "",
    "",
  ].join("\n");
}
