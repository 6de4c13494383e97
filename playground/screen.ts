import type { LogEntry } from "../local/log";
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
    "  A change of the stack or of the functions is served at once. Ctrl-C ends it.",
    "",
    "  What passes follows: route → function, outcome, time, bytes in → out, DynamoDB read and write units (RU, WU).",
    "",
    "",
  ].join("\n");
}

/** As which the first line for machines is logged. */
export const READY = "playground";

/** The same for machines: where things are. */
export function describeReady({
  url,
  webSocketUrl,
  webhookUrl,
  channelName,
  apiRoot,
  server,
}: Playground): LogEntry {
  const { dynamodbEndpoint } = server;
  const fields = { url, webSocketUrl, webhookUrl, channelName, apiRoot, dynamodbEndpoint };
  return { level: "info", source: READY, message: "ready", fields };
}
