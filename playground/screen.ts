import { relative } from "node:path";
import type { LogEntry } from "@kite-chat/stack-server";
import { noPaint, type Paint } from "./output/paint";
import { ready } from "./output/sources";
import type { Playground } from "./start-playground";

/** Returns the screen of a run: its URLs, and commands to paste. */
export function describePlayground(playground: Playground, paint: Paint = noPaint): string {
  const { url, webSocketUrl, webhookUrl, channelName, apiRoot, own, server } = playground;
  const address = (text: string) => paint("cyan", text);
  const now = new Date().toISOString();
  const telegram = own === undefined ? apiRoot : `${apiRoot}  (embedded; the page acts as the host)`;
  return [
    "",
    `  ${paint("bold", "Kite is running.")}`,
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
    "  Then type in wscat, line by line:",
    "",
    "    Hi",
    '    ["PING"]',
    `    ["JOIN","visitor-1","Ada","${channelName}"]`,
    `    ["TXT","m1","Hello","${now}"]`,
    "",
    ...(own === undefined ? [`  In a group with the bot, send /host ${channelName}`, ""] : []),
    "  Changes to the stack or the functions are served immediately. Press Ctrl-C to stop.",
    "",
    "  Requests appear below: route → function, outcome, time, bytes in → out, DynamoDB read and write units (RU, WU).",
    "",
    "",
  ].join("\n");
}

/** Returns the last line of a run, which names the folder of its data. */
export function describeEnd(dataFolder: string): string {
  const path = relative(process.cwd(), dataFolder);
  return `Stopped. The data is kept in ${path === "" || path.startsWith("..") ? dataFolder : path}.\n`;
}

/** Returns the first log entry of a run with `--json`: its URLs. */
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
