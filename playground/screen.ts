import { relative } from "node:path";
import type { LogEntry } from "@kite-chat/stack-server";
import { noPaint, type Paint } from "./output/paint";
import { ready } from "./output/sources";
import type { Playground } from "./start-playground";

/** The one screen of a run: where things are, and lines to paste. */
export function describePlayground(playground: Playground, paint: Paint = noPaint): string {
  const { url, webSocketUrl, webhookUrl, channelName, apiRoot, own, server } = playground;
  const address = (text: string) => paint("cyan", text);
  const now = new Date().toISOString();
  const telegram = own === undefined ? apiRoot : `${apiRoot}  (our own; its host is on the page)`;
  return [
    "",
    `  ${paint("bold", "Kite runs.")}`,
    "",
    `  Page        ${address(`${url}/`)}`,
    `  WebSocket   ${address(webSocketUrl)}`,
    `  Webhook     ${address(webhookUrl)}`,
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

/** The last line of a run: where its data are. */
export function describeEnd(dataFolder: string): string {
  const path = relative(process.cwd(), dataFolder);
  return `Stopped. The data stay in ${path === "" || path.startsWith("..") ? dataFolder : path}.\n`;
}

/** The screen for machines: where things are. */
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
  return { level: "info", source: ready, message: "ready", fields };
}
